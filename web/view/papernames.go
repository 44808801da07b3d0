package view

import (
	"paperboy/data"
)

// PaperBox is a box of a form for a paper by its title, id or address.
type PaperBox struct {
	// Field is the name of the parameter, Value what the reader entered.
	Field, Value string
	// MaxLength is the maximum length of Value, in characters.
	MaxLength int
	Required  bool
	// Names offers the papers that may be meant; nil if it is clear, or nothing was entered.
	Names *PaperNames
}

// PaperNames offers the papers that a reader may mean by a name.
type PaperNames struct {
	// Name is what the reader typed.
	Name   string
	Papers []NamedPaper
}

// NamedPaper is one of the papers offered, with the address of the page if it is meant.
type NamedPaper struct {
	Link
	Byline, Year string
}

// NewPaperNames offers papers for name; choose returns the address of the page with one of them.
func NewPaperNames(name string, papers []data.Paper, choose func(data.ID) string) *PaperNames {
	n := &PaperNames{Name: name}
	for _, p := range papers {
		one := NamedPaper{Link: Link{Text: p.Title, URL: choose(p.ID)}, Byline: Byline(p)}
		if p.Date.Year > 0 {
			one.Year = p.Date.String()[:len("2006")]
		}
		n.Papers = append(n.Papers, one)
	}
	return n
}
