package format_test

import (
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data/format"
)

func texts(t *testing.T, split func(io.Reader) func(func(format.Entry, error) bool), r io.Reader) (got []string, err error) {
	t.Helper()
	for entry, e := range split(r) {
		switch {
		case e != nil:
			err = e
		case entry.TooLong:
			got = append(got, "too long")
		default:
			got = append(got, string(entry.Text))
		}
	}
	return got, err
}

func lines(r io.Reader) func(func(format.Entry, error) bool)    { return format.Lines(r) }
func elements(r io.Reader) func(func(format.Entry, error) bool) { return format.Elements(r) }

func TestLines(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for name, test := range map[string]struct {
		in   string
		want []string
	}{
		"none":         {"", nil},
		"one":          {"a", []string{"a"}},
		"ended":        {"a\r\nb\n", []string{"a", "b"}},
		"an empty one": {"a\n\nb", []string{"a", "", "b"}},
		"a long one":   {"a\n" + long + "\nb", []string{"a", long, "b"}},
		"too long":     {"a\n" + strings.Repeat(long, 17) + "\nb", []string{"a", "too long", "b"}},
		"too long end": {strings.Repeat(long, 17), []string{"too long"}},
	} {
		got, err := texts(t, lines, strings.NewReader(test.in))
		if !slices.Equal(got, test.want) || err != nil {
			t.Errorf("%s: %d lines, error %v, want %d", name, len(got), err, len(test.want))
		}
	}
	broken := io.MultiReader(strings.NewReader("a\nb"), &failing{})
	if got, err := texts(t, lines, broken); !errors.Is(err, errBroken) || !slices.Equal(got, []string{"a"}) {
		t.Errorf("a failing reader: lines %q, error %v, want line a and the error of the reader", got, err)
	}
}

var errBroken = errors.New("broken")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }

func TestElements(t *testing.T) {
	for name, test := range map[string]struct {
		in   string
		want []string
	}{
		"none":           {" [ ] ", nil},
		"objects":        {`[{"a": "]}\""}, {"b": [1, {}]}]`, []string{`{"a": "]}\""}`, `{"b": [1, {}]}`}},
		"other values":   {`["x", 1.5, null, [2]]`, []string{`"x"`, "1.5", "null", "[2]"}},
		"a stream":       {"{\"a\":\n1}\n{\"b\":2}{}", []string{"{\"a\":\n1}", `{"b":2}`, "{}"}},
		"two arrays":     {`[1][2]`, []string{"1", "2"}},
		"a stray end":    {`[1}, 2]`, []string{"1", "}", "2"}},
		"too long a one": {`[1, "` + strings.Repeat("x", format.MaxEntryBytes) + `", 2]`, []string{"1", "too long", "2"}},
	} {
		got, err := texts(t, elements, strings.NewReader(test.in))
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v, values (-want +got):\n%s", name, err, diff)
		}
	}
	for _, in := range []string{`[1, {"a": `, `[1`, `{"a`} {
		if _, err := texts(t, elements, strings.NewReader(in)); err == nil {
			t.Errorf("Elements(%q) ends without an error", in)
		}
	}
}

// TestLongLinesAreNotHeld checks that reading a line of 200 MB allocates much less than 200 MB.
func TestLongLinesAreNotHeld(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, err := texts(t, lines, &endless{left: 200 << 20})
	runtime.ReadMemStats(&after)
	if held := after.TotalAlloc - before.TotalAlloc; held > 8*format.MaxEntryBytes || err != nil || len(got) != 1 {
		t.Errorf("%d MiB allocated for one line, %d lines, error %v", held>>20, len(got), err)
	}
}

// endless is a reader of left times the same byte.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	for i := range p[:n] {
		p[i] = 'x'
	}
	e.left -= n
	return n, nil
}

func FuzzElements(f *testing.F) {
	f.Add(`[{"a": "]}\""}, 1, "x"]`)
	f.Add("{\n}{[}")
	f.Fuzz(func(t *testing.T, text string) {
		total := 0
		for entry := range format.Elements(strings.NewReader(text)) {
			total += len(entry.Text)
		}
		if total > len(text) {
			t.Errorf("%d bytes of values in %d", total, len(text))
		}
	})
}
