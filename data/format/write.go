package format

import (
	"io"
	"slices"
	"strings"

	"paperboy/data"
)

// Output describes how to write papers in a format.
type Output struct {
	// MediaType is the media type of a file, with its charset: "text/csv; charset=utf-8".
	MediaType string
	// Extension is the extension of a file name, without its dot: "csv".
	Extension string
	// HasFields says that the format writes the fields in WriteOptions.Fields, including
	// sources. Other formats write the fields that they have a place for.
	HasFields bool
	// New returns a Writer to w.
	New func(w io.Writer, o WriteOptions) Writer
}

// WriteOptions configure a Writer.
type WriteOptions struct {
	// Fields has the names of the fields to write, see data.Fields. nil means all.
	Fields []string
}

// Writer writes papers in one format. Only one goroutine may use it at a time.
type Writer interface {
	// Write writes a paper in one call of the underlying Write, together with anything that
	// has to precede it. The note is a user's own and may be empty. After an error the
	// output is incomplete.
	Write(p data.Paper, note string) error
	// Close writes what has to follow the last paper, even if there was none. It doesn't
	// close the underlying writer.
	Close() error
}

// LandingPage returns the URL of the paper's page: that for its id, or else the first of its
// URLs.
func LandingPage(p data.Paper) string {
	url := p.ID.URL()
	if url == "" && len(p.URLs) > 0 {
		url = p.URLs[0]
	}
	return url
}

// DOIOf returns the DOI of a paper, or that which is its id.
func DOIOf(p data.Paper) string {
	if doi, ok := strings.CutPrefix(string(p.ID), data.SchemeDOI+":"); ok && p.DOI == "" {
		return doi
	}
	return p.DOI
}

// Addresses returns the address that a reference has for a paper, and all of the paper's own, in
// order, if they are others or several. The first is that of the paper's page, but one of the paper's
// own if the page is that of its DOI, for which references have a field.
func Addresses(p data.Paper) (url string, own []string) {
	url = LandingPage(p)
	if len(p.URLs) > 0 && p.ID.Scheme() == data.SchemeDOI && !slices.Contains(p.URLs, url) {
		url = p.URLs[0]
	}
	if len(p.URLs) > 1 || len(p.URLs) == 1 && p.URLs[0] != url {
		own = p.URLs
	}
	return url, own
}

// OwnAddresses undoes Addresses: it returns the addresses of the paper of a record whose ids are
// known. The one that a reference has is left out if there are others and it is only that of the
// paper's page.
func OwnAddresses(r *data.Record, url string, own []string) []string {
	if url == "" || slices.Contains(own, url) {
		return own
	}
	if id, err := data.ParseID(url); len(own) > 0 && err == nil && (id == r.Paper.ID || slices.Contains(r.Aliases, id) || string(id) == data.SchemeDOI+":"+strings.ToLower(r.Paper.DOI)) {
		return own
	}
	return append([]string{url}, own...)
}

// AuthorsOf returns the authors of a paper as a reference names them. A reference names the editors of
// a book once, although they are its authors too where it has no others.
func AuthorsOf(p data.Paper) []string {
	if p.IsByEditors() {
		return nil
	}
	return p.Authors
}

// LacksEditors reports whether a paper has editors as its authors, some of whose names are unknown.
func LacksEditors(p data.Paper) bool { return p.IsByEditors() && LacksAuthors(p) }

// LacksAuthors reports whether a paper has authors whose names are unknown. A paper whose list of
// authors ends in "et al." has names but no number of authors.
func LacksAuthors(p data.Paper) bool {
	if p.AuthorCount == nil {
		return len(p.Authors) > 0
	}
	return *p.AuthorCount > len(p.Authors)
}
