package view

// Link is a text and the address that it leads to. Without an address it is only a text.
type Link struct{ Text, URL string }

// OtherView is one of several ways to look at what a page shows.
type OtherView struct {
	Link
	Current bool
}
