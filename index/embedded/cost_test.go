package embedded_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/query"
)

// TestCostly: what reads the papers of frequent words again and again is broken off, even
// where no paper can match.
func TestCostly(t *testing.T) {
	engine, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Store: "costly"})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	const papers = 5000
	var changes []data.Change
	for n := 1; n <= papers; n++ {
		id := data.ID(fmt.Sprintf("x:%d", n))
		changes = append(changes, data.Change{Sequence: data.Sequence(n), Number: data.Number(n), Paper: &data.Paper{ID: id, Title: "State of the art"}})
	}
	changes[0].Paper.Title = "The end"
	if err := engine.Apply(t.Context(), changes, papers); err != nil {
		t.Fatal(err)
	}
	if err := engine.WaitVisible(t.Context(), papers); err != nil {
		t.Fatal(err)
	}
	many := func(word string, n int) string { return strings.TrimSpace(strings.Repeat(word, n)) }
	for text, costly := range map[string]bool{
		`"state of the art end"`:               false,
		`"state of the art end"~3`:             false,
		"state-of-the-art-end":                 false,
		`"` + many("of ", 2500) + ` end"`:      true,
		`"` + many("state ", 1500) + ` end"~3`: true,
		many("of-", 2500) + "end":              true,
	} {
		_, err := engine.Search(t.Context(), index.Request{Query: query.Parse(text)})
		if errors.Is(err, index.ErrTooCostly) != costly || err != nil && !costly {
			t.Errorf("%.30q: %v", text, err)
		}
	}
}
