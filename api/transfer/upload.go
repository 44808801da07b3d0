package transfer

import (
	"errors"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"paperboy/api/fault"
)

// Upload is the body of a request that is used while it is received. There is no limit on its
// total time, only on pauses.
type Upload struct {
	request *http.Request
	body    io.Reader
	control *http.ResponseController
	err     error // an error of the body, not of its content
}

// OpenUpload returns the body of a request, of at most max bytes. It refuses one whose
// Content-Length is larger.
func OpenUpload(w http.ResponseWriter, r *http.Request, max int64) (*Upload, error) {
	if r.ContentLength > max {
		return nil, fault.New(fault.BodyTooLarge, "", "%d MiB are more than the %d MiB that one request may have: take smaller parts, or 'paperboy ingest'", r.ContentLength>>20, max>>20)
	}
	u := &Upload{request: r, body: http.MaxBytesReader(w, r.Body, max), control: http.NewResponseController(w)}
	// Adding the papers of a large body takes long.
	_ = u.control.SetWriteDeadline(time.Time{})
	return u, nil
}

func (u *Upload) Read(p []byte) (int, error) {
	// Only a test's recorder has no deadlines.
	_ = u.control.SetReadDeadline(time.Now().Add(StallTimeout))
	n, err := u.body.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		u.err = err
	}
	return n, err
}

// Err returns the error that kept the body from being read to its end; nil if there was none.
func (u *Upload) Err() error {
	if u.err == nil {
		return nil
	}
	return bodyProblem(u.err)
}

// Parts returns the parts of a multipart body, in order. Each must be read before the next. An
// error ends them.
func (u *Upload) Parts() iter.Seq2[*multipart.Part, error] {
	return func(yield func(*multipart.Part, error) bool) {
		_, params, err := mime.ParseMediaType(u.request.Header.Get("Content-Type"))
		if err != nil || params["boundary"] == "" {
			yield(nil, fault.New(fault.UnsupportedMediaType, "", "a multipart body needs a boundary in its Content-Type"))
			return
		}
		reader := multipart.NewReader(u, params["boundary"])
		for {
			// Raw: a Content-Transfer-Encoding is not decoded.
			part, err := reader.NextRawPart()
			if err == io.EOF && u.err == nil { // if it is wrapped, the body broke off
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
