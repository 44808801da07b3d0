package query

import (
	"strconv"
	"strings"
)

// String prints the query in its own language, canonically: Parse of it gives
// the same tree.
func (q Query) String() string {
	if q.Root == nil {
		return ""
	}
	return q.Root.String()
}

func (n And) String() string { return join(n.Nodes, " ") }

func (n Or) String() string { return join(n.Nodes, " OR ") }

func (n Not) String() string { return "-" + enclosed(n.Node) }

func (n Word) String() string {
	if n.Field == ID && !isPlain(n.Text) {
		return n.Field.prefix() + `"` + n.Text + `"`
	}
	return n.Field.prefix() + n.Text
}

func (n Typed) String() string { return n.Text }

func (n Phrase) String() string { return n.Field.prefix() + `"` + n.Text + `"` }

func (n Prefix) String() string { return n.Field.prefix() + n.Text + "*" }

func (n Fuzzy) String() string { return n.Field.prefix() + n.Text + "~" }

func (r Range) String() string {
	low, high := r.From.String(), r.To.String()
	if r.Column != DateColumn {
		low, high = decimal(r.Min), decimal(r.Max)
	}
	if low == high {
		return string(r.Column) + ":" + low
	}
	return string(r.Column) + ":" + low + ".." + high
}

func decimal(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func (f Field) prefix() string {
	if f == AnyText {
		return ""
	}
	return string(f) + ":"
}

// join prints nodes with a separator, those with children in brackets.
func join(nodes []Node, separator string) string {
	parts := make([]string, len(nodes))
	for i, n := range nodes {
		parts[i] = enclosed(n)
	}
	return strings.Join(parts, separator)
}

func enclosed(n Node) string {
	switch n.(type) {
	case And, Or:
		return "(" + n.String() + ")"
	}
	return n.String()
}

// isPlain reports whether a value needs no quotes behind its field.
func isPlain(text string) bool {
	p := parser{text: text}
	word, sign := cutSign(text)
	return word != "" && sign == 0 && p.wordEnd() == len(text) && trimWord(text) == text &&
		strings.TrimLeft(text, separators+"-") == text
}
