"""Every write to communes, people, accounts and the register."""
