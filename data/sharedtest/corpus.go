package sharedtest

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// maxLine is the maximum length of a record of a corpus in bytes.
const maxLine = 1 << 20

// EachPaper calls do with the title and the abstract of each paper of a corpus, such as "acl", whose
// record, a line of JSON, passes the filter has.
func EachPaper(t testing.TB, corpus string, has func(line []byte) bool, do func(title, abstract string)) {
	t.Helper()
	f, err := os.Open(Path(t, "corpora/"+corpus+".jsonl.zst"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		if !has(lines.Bytes()) {
			continue
		}
		var p struct{ Title, Abstract string }
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		do(p.Title, p.Abstract)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
