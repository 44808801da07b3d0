package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"paperboy/api/fault"
)

// TestEveryCodeHasAStatus checks that the table has exactly one row, with a status and a title, for
// each code of package fault, and no other rows.
func TestEveryCodeHasAStatus(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "fault/fault.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[fault.Code]int{}
	for _, row := range statuses {
		rows[row.code]++
		if row.status < 400 || row.title == "" {
			t.Errorf("%s has status %d and title %q", row.code, row.status, row.title)
		}
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		value, ok := node.(*ast.ValueSpec)
		if !ok || len(value.Values) != 1 {
			return true
		}
		literal, ok := value.Values[0].(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		code, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		if n++; rows[fault.Code(code)] != 1 {
			t.Errorf("%s has %d rows, want 1", code, rows[fault.Code(code)])
		}
		return true
	})
	if n == 0 || n != len(statuses) {
		t.Errorf("%d codes and %d statuses", n, len(statuses))
	}
}
