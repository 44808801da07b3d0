package help

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// queryColumn is the heading of a table's first column if its code spans are queries to try.
const queryColumn = "Query"

// linkQueries links the code spans in the first column of a table of queries to their searches.
func linkQueries(document ast.Node, source []byte) {
	for _, code := range queries(document, source) {
		link := ast.NewLink()
		link.Destination = []byte("/search?q=" + url.QueryEscape(plainText(code, source)))
		code.Parent().ReplaceChild(code.Parent(), code, link)
		link.AppendChild(link, code)
	}
}

// queries returns the code spans in the first columns of all tables of queries.
func queries(document ast.Node, source []byte) []ast.Node {
	var found []ast.Node
	// The visitor returns no error.
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		table, ok := n.(*extast.Table)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		if plainText(table.FirstChild().FirstChild(), source) != queryColumn {
			return ast.WalkSkipChildren, nil
		}
		for row := table.FirstChild().NextSibling(); row != nil; row = row.NextSibling() {
			for child := row.FirstChild().FirstChild(); child != nil; child = child.NextSibling() {
				if _, ok := child.(*ast.CodeSpan); ok {
					found = append(found, child)
				}
			}
		}
		return ast.WalkSkipChildren, nil
	})
	return found
}

// plainText returns the text below a node, without markup.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value(source))
			if n.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}
