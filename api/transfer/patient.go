package transfer

import (
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"
)

// StallTimeout is how long an answer may wait for a caller that does not read.
const StallTimeout = time.Minute

// A reader that does not receive patientChunk bytes within patience is disconnected, so that a few
// slow readers cannot keep others from their files.
const (
	patience     = 20 * time.Second
	patientChunk = 64 << 10
)

// patient is a ResponseWriter without a limit on the total time of an answer. It only limits the
// time of each part.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
}

// Patient returns a Writer of an answer without a limit on its total time. It breaks off if a part
// takes too long.
func Patient(w http.ResponseWriter) io.Writer { return patient{w, http.NewResponseController(w)} }

func (p patient) Write(b []byte) (n int, err error) {
	for part := range slices.Chunk(b, patientChunk) {
		// Only a test's recorder has no deadlines.
		_ = p.control.SetWriteDeadline(time.Now().Add(patience))
		written, err := p.ResponseWriter.Write(part)
		n += written
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// Unhurried removes the server's deadlines for a request that works for a long time before it
// answers.
func Unhurried(c echo.Context) {
	control := http.NewResponseController(c.Response())
	_ = control.SetReadDeadline(time.Time{})
	_ = control.SetWriteDeadline(time.Time{})
}
