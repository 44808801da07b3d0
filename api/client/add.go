package client

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/data"
)

const (
	// partBytes is the size at which a part is sent. A part is far smaller than api.MaxUpload,
	// even if its last line has maxLine bytes.
	partBytes = 4 << 20
	// maxLine is the maximum length of a line that a server reads, in bytes.
	maxLine = 16 << 20
)

// AddPapers sends papers as JSONL, in parts below the server's maximum size, and adds up the answers.
// Together with an error, it returns the sum of the answers before it.
func (c *Client) AddPapers(ctx context.Context, body io.Reader, p library.AddParams) (library.AddAnswer, error) {
	sum := library.AddAnswer{IDs: []data.ID{}, Rejected: []data.Rejection{}}
	lines := &lineReader{r: bufio.NewReaderSize(body, 64<<10)}
	for {
		first := lines.number + 1
		part, rejected, last, err := lines.part()
		if err != nil {
			return sum, fmt.Errorf("add papers: line %d: %w", lines.number+1, err)
		}
		sum.Rejected = append(sum.Rejected, rejected...)
		if len(bytes.TrimSpace(part)) > 0 {
			a, err := c.addPart(ctx, part, p, last)
			if err != nil {
				return sum, err
			}
			for i := range a.Rejected {
				a.Rejected[i].Line += first - 1
			}
			sum.Add(a)
		}
		if last {
			return sum, nil
		}
	}
}

// addPart sends one part. It is not an error if all papers of the part were rejected.
func (c *Client) addPart(ctx context.Context, part []byte, p library.AddParams, last bool) (library.AddAnswer, error) {
	p.WaitVisible = p.WaitVisible && last
	call := api.AddPapers.Call(p)
	answer, err := answerTo[library.AddAnswer](ctx, c, request{method: call.Method, path: call.Path, query: call.Query, body: bytes.NewReader(part), contentType: "application/x-ndjson"})
	if problem, ok := errors.AsType[*api.Problem](err); ok && problem.Code == fault.AllRejected && len(problem.Rejected) > 0 {
		return library.AddAnswer{Rejected: problem.Rejected}, nil
	}
	return answer, err
}

// lineReader cuts a stream into parts of whole lines.
type lineReader struct {
	r      *bufio.Reader
	number int // lines read so far
}

// part returns the next lines, as many as fill partBytes. A line that was
// rejected stands there as an empty one, so that the others keep their number.
func (l *lineReader) part() (part []byte, rejected []data.Rejection, last bool, err error) {
	for len(part) < partBytes {
		begin := len(part)
		tooLong := false
		for {
			piece, err := l.r.ReadSlice('\n')
			if tooLong = tooLong || len(part)-begin+len(piece) > maxLine; !tooLong {
				part = append(part, piece...)
			}
			if err == nil || errors.Is(err, io.EOF) {
				last = err != nil
				break
			}
			if !errors.Is(err, bufio.ErrBufferFull) {
				return part, rejected, false, err
			}
		}
		if !last || len(part) > begin || tooLong {
			l.number++
		}
		if tooLong {
			part = append(part[:begin], '\n')
			rejected = append(rejected, data.Rejection{Line: l.number, Code: "line_too_long", Reason: fmt.Sprintf("longer than %d MiB", maxLine>>20)})
		}
		if last {
			return part, rejected, true, nil
		}
	}
	_, peekErr := l.r.Peek(1)
	return part, rejected, errors.Is(peekErr, io.EOF), nil
}
