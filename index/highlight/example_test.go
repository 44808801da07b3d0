package highlight_test

import (
	"fmt"

	"paperboy/index/highlight"
	"paperboy/index/query"
)

// Words are marked in all their forms, and the rest of the text is escaped for HTML.
func ExampleHighlighter_Mark() {
	title := "Parsers that learn: parsing with <1M parameters"
	h := highlight.New(query.Parse("parser"))
	fmt.Println(h.Mark(title))
	// Output: <mark>Parsers</mark> that learn: parsing with &lt;1M parameters
}
