package format

import (
	"io"

	"paperboy/data"
)

// Output is how papers are written in a format.
type Output struct {
	// MediaType is the type of a file, with its charset: "text/csv; charset=utf-8".
	MediaType string
	// Extension ends the name of a file, without its dot: "csv".
	Extension string
	// HasFields reports that the format writes papers with the fields in
	// WriteOptions.Fields, sources among them. The others write what they have a place for.
	HasFields bool
	// New returns a Writer to w.
	New func(w io.Writer, o WriteOptions) Writer
}

// WriteOptions say what is written.
type WriteOptions struct {
	// Fields are the names of the fields, see data.Fields; nil for all.
	Fields []string
}

// Writer writes papers in one format. It is for one goroutine at a time.
type Writer interface {
	// Write writes a paper, with what comes before it, in one call of the underlying
	// Write. The note is a reader's own and may be empty. After an error the output is
	// broken.
	Write(p data.Paper, note string) error
	// Close writes what comes after the last paper, also where there was none. It does
	// not close the underlying writer.
	Close() error
}

// LandingPage is the address of the paper's page: that of its id, or the first of its URLs.
func LandingPage(p data.Paper) string {
	url := p.ID.URL()
	if url == "" && len(p.URLs) > 0 {
		url = p.URLs[0]
	}
	return url
}
