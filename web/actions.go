package web

import "paperboy/data"

// thumbnail is a picture of a paper, which this server keeps. It shows what the text beside it says,
// so it has no text of its own.
type thumbnail struct {
	URL           string
	Width, Height int
}

// star is the button that adds a paper to the reader's list for stars, or removes it.
type star struct {
	ID    data.ID
	Title string
	On    bool
	// Back is the address that the form returns to without JavaScript.
	Back string
	// Problem says why nothing changed.
	Problem string
}

// listEntry is what a list knows about one of its papers.
type listEntry struct {
	ID    data.ID
	Title string
	Added *moment
	// Note is the note by paragraphs, RawNote the text to edit.
	Note    []string
	RawNote string
	// URL is the address of the list, where the note is changed and the paper removed; empty for a
	// reader.
	URL string
}
