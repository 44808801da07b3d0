package eval

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tiny holds the files of a small collection.
var tiny = map[string]string{
	"corpus.jsonl": `{"_id": "1", "title": "Extraction of Roots", "text": "", "metadata": {"year": 1958}}
{"_id": "2", "title": "", "text": "time sharing"}
`,
	"queries.jsonl": `{"_id": "q1", "text": "TSS (Time Sharing System)?"}
{"_id": "q2", "text": "judged, nothing relevant"}

{"_id": "q3", "text": "not judged"}
`,
	"qrels/test.tsv": "query-id\tcorpus-id\tscore\nq1\t2\t1\nq1\t1\t0\nq2\t1\t0\n",
}

// folder writes the files of tiny, some of them changed, and returns their folder.
func folder(t *testing.T, changed map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "qrels"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range tiny {
		if other, ok := changed[name]; ok {
			text = other
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOpen(t *testing.T) {
	c, err := Open(folder(t, nil), "")
	if err != nil {
		t.Fatal(err)
	}
	want := []Query{{"q1", "TSS (Time Sharing System)?", map[string]int{"1": 0, "2": 1}}}
	if diff := cmp.Diff(want, c.Queries); diff != "" {
		t.Errorf("queries (-want +got):\n%s", diff)
	}
	var ids []string
	for d, err := range c.Documents() {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, d.ID)
	}
	if diff := cmp.Diff([]string{"1", "2"}, ids); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		changed map[string]string
		qrels   string
		message string
		none    bool
	}{
		"unknown qrels":    {nil, "dev.tsv", "dev.tsv", true},
		"nothing relevant": {map[string]string{"qrels/test.tsv": "q1\t2\t0\n"}, "", "no query has a relevant document", true},
		"broken query":     {map[string]string{"queries.jsonl": "{\n"}, "", "queries.jsonl: line 1", false},
		"broken qrels":     {map[string]string{"qrels/test.tsv": "head\tof\tfile\nq1 2 1\n"}, "", "test.tsv: line 2", false},
		"broken grade":     {map[string]string{"qrels/test.tsv": "head\tof\tfile\nq1\t2\thigh\n"}, "", "test.tsv: line 2", false},
	} {
		_, err := Open(folder(t, test.changed), test.qrels)
		if err == nil || !strings.Contains(err.Error(), test.message) || errors.Is(err, ErrNoCollection) != test.none {
			t.Errorf("%s: Open: got error %v, want one with %q", name, err, test.message)
		}
	}
	if _, err := Open(t.TempDir(), ""); !errors.Is(err, ErrNoCollection) {
		t.Errorf("Open of an empty folder: got error %v, want ErrNoCollection", err)
	}
	c, err := Open(folder(t, map[string]string{"corpus.jsonl": "{\"_id\": \"1\"}\n{}\n"}), "")
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range c.Documents() {
		last = err
	}
	if last == nil || !strings.Contains(last.Error(), "corpus.jsonl: line 2") {
		t.Errorf("a document without an id: got error %v, want one with its line", last)
	}
}

func TestRun(t *testing.T) {
	c, err := Open(folder(t, nil), "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(context.Background(), c, func(_ context.Context, text string, limit int) ([]string, error) {
		return []string{"1", "2"}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.Queries != 1 || r.Mean.MAP != .5 || len(r.PerQuery) != 1 || r.PerQuery[0].MAP != .5 {
		t.Errorf("Run: got %+v, want one query with MAP .5", r)
	}
	failure := errors.New("out of order")
	_, err = Run(context.Background(), c, func(context.Context, string, int) ([]string, error) { return nil, failure })
	if !errors.Is(err, failure) || !strings.Contains(err.Error(), "query q1") {
		t.Errorf("Run of a search that fails: got error %v, want %v with the query", err, failure)
	}
}
