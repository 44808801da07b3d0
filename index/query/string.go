package query

import (
	"reflect"
	"strconv"
	"strings"
)

// String prints the query in its own language, canonically: Parse of it returns the same tree
// and papers. If that would read as text, it uses the operators that never do: "a && b", "a |
// b" and "-(c)".
func (q Query) String() string {
	text := q.print(printer{})
	if again := Parse(text); !reflect.DeepEqual(again.Root, finished(q.Root)) {
		return q.print(printer{plain: true})
	}
	return text
}

func (q Query) print(p printer) string {
	var parts []string
	if q.Root != nil {
		parts = append(parts, p.node(q.Root))
	}
	return strings.Join(append(parts, q.Papers...), " ")
}

func (n And) String() string { return printer{}.node(n) }

func (n Or) String() string { return printer{}.node(n) }

func (n Not) String() string { return printer{}.node(n) }

// printer prints trees. A plain one uses operators that are never words of a text.
type printer struct{ plain bool }

func (p printer) node(n Node) string {
	switch n := n.(type) {
	case And:
		if p.plain {
			return p.join(n.Nodes, " && ")
		}
		return p.join(n.Nodes, " ")
	case Or:
		if p.plain {
			return p.join(n.Nodes, " | ")
		}
		return p.join(n.Nodes, " OR ")
	case Not:
		return "-" + p.excluded(n.Node)
	}
	return n.String()
}

// excluded prints what follows the hyphen of an exclusion. A function word needs brackets.
func (p printer) excluded(n Node) string {
	if w, ok := n.(Word); p.plain || ok && w.Field == AnyText && isFunction(strings.ToLower(w.Text)) {
		return "(" + p.node(n) + ")"
	}
	return p.enclosed(n)
}

// join prints nodes with a separator, those with children in brackets.
func (p printer) join(nodes []Node, separator string) string {
	parts := make([]string, len(nodes))
	for i, n := range nodes {
		parts[i] = p.enclosed(n)
	}
	return strings.Join(parts, separator)
}

func (p printer) enclosed(n Node) string {
	switch n.(type) {
	case And, Or:
		return "(" + p.node(n) + ")"
	}
	return p.node(n)
}

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

func (n Pattern) String() string { return n.Field.prefix() + n.Text }

func (n Near) String() string {
	text := n.Field.prefix() + `"` + n.Text + `"`
	if n.Slop > 0 {
		text += "~" + strconv.Itoa(n.Slop)
	}
	return text
}

func (n Has) String() string { return n.Field.prefix() + "*" }

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

// isPlain reports whether a value needs no quotes after its field.
func isPlain(text string) bool {
	p := parser{text: text}
	word, sign := cutSign(text)
	return word != "" && sign == 0 && p.wordEnd() == len(text) && trimWord(text) == text &&
		strings.TrimLeft(text, separators+"-") == text
}
