package web

// link is a text and the address that it leads to. Without an address it is only a text.
type link struct{ Text, URL string }

// otherView is one of several ways to look at what a page shows.
type otherView struct {
	link
	Current bool
}
