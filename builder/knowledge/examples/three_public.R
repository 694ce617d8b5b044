facts <- read.csv("DATA/facts.csv", colClasses = "character", fileEncoding = "UTF-8-BOM")
line <- subset(facts, org_id == "ORG" & table == "T09" & item == "合计")
print(reshape(line[, c("year", "measure", "value")],
              idvar = "year", timevar = "measure", direction = "wide"))
