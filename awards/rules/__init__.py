"""Pure rules of awards: who may be honoured and why not, how votes become results, what a prize comes to."""
