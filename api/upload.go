package api

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"paperboy/api/fault"
	"paperboy/data/text"
)

// Caps of POST /ingest and of the page that adds papers.
const (
	// MaxIngestBytes caps a request's body: a library of some 300,000 papers.
	MaxIngestBytes = 512 << 20
	// MaxIngestUnpacked caps what is read out of each of its files.
	MaxIngestUnpacked = 1 << 30
	// MaxIngestFiles caps how many files one request has.
	MaxIngestFiles = 1000
	// MaxIngestNamed caps how many papers, and how many rejects, an answer names;
	// it counts all.
	MaxIngestNamed = 1000
	maxFileName    = 200 // characters
)

// Upload is the body of a request, read as it comes: at most MaxIngestBytes, for
// as long as it moves.
type Upload struct {
	request *http.Request
	body    io.Reader
	control *http.ResponseController
	err     error // that of the body, not of what it holds
}

// OpenUpload refuses a body that says it is too large.
func OpenUpload(w http.ResponseWriter, r *http.Request) (*Upload, error) {
	if r.ContentLength > MaxIngestBytes {
		return nil, fault.New(fault.BodyTooLarge, "", "%d MiB are more than the %d MiB that one request may have: take smaller parts, or 'paperboy ingest'", r.ContentLength>>20, MaxIngestBytes>>20)
	}
	u := &Upload{request: r, body: http.MaxBytesReader(w, r.Body, MaxIngestBytes), control: http.NewResponseController(w)}
	// The papers of a large body are long in coming in.
	_ = u.control.SetWriteDeadline(time.Time{})
	return u, nil
}

func (u *Upload) Read(p []byte) (int, error) {
	// Only a test's recorder has no deadlines.
	_ = u.control.SetReadDeadline(time.Now().Add(stallTimeout))
	n, err := u.body.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		u.err = err
	}
	return n, err
}

// Err is why the body could not be read to its end; nil if it could.
func (u *Upload) Err() error {
	if u.err == nil {
		return nil
	}
	return bodyProblem(u.err)
}

// Parts are the parts of a multipart body in their order, each to be read before
// the next is asked for. An error ends them.
func (u *Upload) Parts() iter.Seq2[*multipart.Part, error] {
	return func(yield func(*multipart.Part, error) bool) {
		_, params, err := mime.ParseMediaType(u.request.Header.Get("Content-Type"))
		if err != nil || params["boundary"] == "" {
			yield(nil, fault.New(fault.UnsupportedMediaType, "", "a multipart body needs a boundary in its Content-Type"))
			return
		}
		reader := multipart.NewReader(u, params["boundary"])
		for {
			// Raw: what a file is encoded in is its own affair.
			part, err := reader.NextRawPart()
			if err == io.EOF && u.err == nil { // wrapped, it is one in the middle
				return
			}
			if err != nil {
				if u.err == nil {
					u.err = io.ErrUnexpectedEOF
				}
				yield(nil, u.Err())
				return
			}
			if !yield(part, nil) {
				return
			}
		}
	}
}

// File is one of a request's files. Name is a file's own, without its folders, or
// what the caller calls it.
type File struct {
	Name string
	io.Reader
}

// PartFile is the file that a part holds.
func PartFile(p *multipart.Part) File {
	name := p.FileName()
	if name == "" {
		name = p.FormName()
	}
	return NewFile(name, p)
}

// NewFile names a file fit for messages and provenance.
func NewFile(name string, r io.Reader) File {
	line := []rune(text.OneLine(strings.ToValidUTF8(name, "\uFFFD")))
	if len(line) > maxFileName {
		line = line[len(line)-maxFileName:]
	}
	if len(line) == 0 {
		line = []rune("upload")
	}
	return File{string(line), r}
}

// afterTaking adds to a fault how many records had been taken before it.
func afterTaking(f *fault.Error, taken int) *fault.Error {
	if taken == 0 {
		return f
	}
	after := *f
	after.Message += fmt.Sprintf("; records taken before, which stay: %d", taken)
	return &after
}
