package format_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"paperboy/data/format"
)

// TestMaxBytes checks that MaxBytes limits the decompressed size of an input in any packaging, and
// that the papers before the limit are yielded.
func TestMaxBytes(t *testing.T) {
	var papers strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&papers, `{"title": "Paper %04d of many"}`+"\n", i)
	}
	plain := []byte(papers.String())
	limit := int64(len(plain))
	for _, test := range []struct {
		name    string
		content []byte
	}{
		{"plain.jsonl", plain},
		{"packed.jsonl.gz", gzipped(t, plain)},
		{"one.zip", zipped(t, member{"a.jsonl", plain[:len(plain)/2]}, member{"b.jsonl", plain[len(plain)/2:]})},
	} {
		path := write(t, t.TempDir(), test.name, test.content)
		titles, _, err := read(t, path, format.Options{MaxBytes: limit})
		if err != nil || len(titles) != 10_000 {
			t.Errorf("%s within the limit: %d papers, %v", test.name, len(titles), err)
		}
		titles, rejects, err := read(t, path, format.Options{MaxBytes: limit / 2})
		if !errors.Is(err, format.ErrTooLarge) || len(titles) < 3_000 || len(titles) > 8_000 {
			t.Errorf("%s beyond the limit: %d papers, rejects %q, %v", test.name, len(titles), rejects, err)
		}
		if reject := format.RejectInput(path, err); reject.Code != "too_large" || !strings.Contains(reject.Reason, "holds more than 0 MiB") {
			t.Errorf("%s is rejected with %s: %s", test.name, reject.Code, reject.Reason)
		}
	}
}
