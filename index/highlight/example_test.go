package highlight_test

import (
	"fmt"

	"paperboy/index/highlight"
	"paperboy/index/query"
)

// Words are marked in all their forms.
func ExampleHighlighter_Mark() {
	title := "Parsers that learn: parsing with <1M parameters"
	h := highlight.New(query.Parse("parser"))
	for _, span := range h.Mark(title) {
		fmt.Printf("%v %q\n", span.Marked, span.Text)
	}
	// Output:
	// true "Parsers"
	// false " that learn: parsing with <1M parameters"
}
