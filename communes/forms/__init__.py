"""Forms of communes, units, people, accounts and filters."""
