"""Pages of communes, units, people, accounts, numbers and history."""
