package view

import "paperboy/data"

// Thumbnail is a picture of a paper, which this server keeps. It shows what the text beside it says,
// so it has no text of its own.
type Thumbnail struct {
	URL           string
	Width, Height int
}

// Star is the button that adds a paper to the reader's list for stars, or removes it.
type Star struct {
	ID    data.ID
	Title string
	On    bool
	// Back is the address that the form returns to without JavaScript.
	Back string
	// Problem says why nothing changed.
	Problem string
}

// Display is the choice between ways to show a list of papers. Back is the address of the page.
type Display struct {
	Views, Sizes []Choice
	Back         string
}

// ListEntry is what a list knows about one of its papers.
type ListEntry struct {
	ID    data.ID
	Title string
	Added *Moment
	// Note is the note by paragraphs, RawNote the text to edit.
	Note    []string
	RawNote string
	// URL is the address of the list, where the note is changed and the paper removed; empty for a
	// reader.
	URL string
}
