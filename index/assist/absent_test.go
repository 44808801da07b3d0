package assist

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"paperboy/index"
	"paperboy/index/query"
)

// knowing finds one paper for each query whose text is one of its words, and fails for the query
// "broken".
type knowing struct {
	words []string
	asked int
}

func (e *knowing) Search(ctx context.Context, r index.Request) (index.Result, error) {
	e.asked++
	switch text := r.Query.Text; {
	case ctx.Err() != nil:
		return index.Result{}, fmt.Errorf("search: %w", ctx.Err())
	case text == "costly":
		return index.Result{}, fmt.Errorf("search: %w", index.ErrTooCostly)
	case text == "broken":
		return index.Result{}, errors.New("broken")
	case slices.Contains(e.words, text):
		return index.Result{Total: 1}, nil
	}
	return index.Result{}, nil
}

func TestAbsentNamesWhatNoPaperHas(t *testing.T) {
	engine := &knowing{words: []string{"graph", "author:leskovec"}}
	tests := []struct{ text, want string }{
		{"", ""},
		{"graph", ""},
		{"zyzzyva", "zyzzyva"},
		{`graph zyzzyva "quantum teapot" author:leskovec`, `zyzzyva "quantum teapot"`},
		{"graph author:nobody", "author:nobody"},
		{"(teapot OR kettle) graph", "(teapot OR kettle)"},
		{"graph -zyzzyva year:2050", ""},
		{"graph costly", ""},
		{"graph id:arxiv:2501.00001", ""},
	}
	for _, test := range tests {
		got, err := Absent(t.Context(), engine, Search{Text: test.text}, time.Hour)
		if err != nil {
			t.Fatalf("%s: %v", test.text, err)
		}
		if s := words(got); s != test.want {
			t.Errorf("%s: absent are %q, want %q", test.text, s, test.want)
		}
	}
}

func words(nodes []query.Node) string {
	var all []string
	for _, n := range nodes {
		s := n.String()
		if _, ok := n.(query.Or); ok && !strings.HasPrefix(s, "(") {
			s = "(" + s + ")"
		}
		all = append(all, s)
	}
	return strings.Join(all, " ")
}

func TestAbsentIsBounded(t *testing.T) {
	var many []string
	for i := range 60 {
		many = append(many, fmt.Sprintf("word%d", i))
	}
	engine := new(knowing)
	if got, err := Absent(t.Context(), engine, Search{Text: strings.Join(many, " ")}, time.Hour); err != nil || len(got) != MaxAbsent || engine.asked != MaxAbsent {
		t.Errorf("%d of 60 unknown words after %d counts, error %v; want %d", len(got), engine.asked, err, MaxAbsent)
	}
	if got, err := Absent(t.Context(), engine, Search{Text: "zyzzyva"}, 0); err != nil || len(got) > 0 {
		t.Errorf("without time: %v, %v; want nothing", got, err)
	}
	if _, err := Absent(t.Context(), engine, Search{Text: "broken"}, time.Hour); err == nil {
		t.Error("a broken engine gives no error")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Absent(gone, engine, Search{Text: "zyzzyva"}, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled search gives %v", err)
	}
}
