package fetch

import "time"

// A Page is a Feed of one address: that of a web feed, a file, or the landing page of a
// paper.
type Page struct{ URL string }

// Name implements Feed.
func (p Page) Name() string { return "url " + p.URL }

// Format implements Feed.
func (p Page) Format() string { return "" }

// Begin implements Feed.
func (p Page) Begin(c Cursor, _ time.Time) Cursor { return Cursor{Seen: c.Seen} }

// Next implements Feed.
func (p Page) Next(c Cursor) (Request, bool) { return Request{URL: p.URL, Alone: true}, !c.Ended }

// After implements Feed.
func (p Page) After(c Cursor, _ []byte) (Step, error) {
	c.Ended = true
	return Step{Next: c}, nil
}
