package query

import (
	"slices"
	"testing"
)

func TestLeaves(t *testing.T) {
	root := Parse(`neural (title:bert OR gpt*) -(survey +review) "deep net"~3 year:2020`).Root
	for _, test := range []struct {
		excluded bool
		want     []string
	}{
		{false, []string{"neural", "title:bert", "gpt*", `"deep net"~3`, "date:2020"}},
		{true, []string{"neural", "title:bert", "gpt*", "survey", `"review"`, `"deep net"~3`, "date:2020"}},
	} {
		var got []string
		for n := range Leaves(root, test.excluded) {
			got = append(got, n.String())
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("excluded %v: %q, want %q", test.excluded, got, test.want)
		}
	}
	for n := range Leaves(root, true) {
		if n.String() != "neural" {
			t.Errorf("after the loop has ended: %s", n)
		}
		break
	}
	for n := range Leaves(nil, true) {
		t.Errorf("the empty query has a leaf: %v", n)
	}
}

func TestWalkVisitsParentsFirst(t *testing.T) {
	var got []string
	Walk(Parse("a (b OR -c)").Root, func(n Node) bool {
		got = append(got, n.String())
		_, isNot := n.(Not)
		return !isNot
	})
	if want := []string{"a (b OR -c)", "a", "b OR -c", "b", "-c"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestFieldText holds FieldText, IsFree and IsExpansion against every kind of node.
func TestFieldText(t *testing.T) {
	for _, test := range []struct {
		node              Node
		field             Field
		text              string
		ok, free, expands bool
	}{
		{Word{Text: "a"}, AnyText, "a", true, true, false},
		{Word{Title, "a"}, Title, "a", true, false, false},
		{Typed{"a"}, AnyText, "a", true, true, false},
		{Phrase{Text: "a b"}, AnyText, "a b", true, false, false},
		{Prefix{Text: "ab"}, AnyText, "ab", true, true, true},
		{Prefix{Author, "ab"}, Author, "ab", true, false, true},
		{Fuzzy{Text: "abc"}, AnyText, "abc", true, true, true},
		{Pattern{Text: "a?c"}, AnyText, "a?c", true, true, true},
		{Near{Abstract, "a b", 2}, Abstract, "a b", true, false, false},
		{Has{DOI}, AnyText, "", false, false, false},
		{Range{Column: DateColumn}, AnyText, "", false, false, false},
		{And{[]Node{Word{Text: "a"}}}, AnyText, "", false, false, false},
		{Or{}, AnyText, "", false, false, false},
		{Not{Word{Text: "a"}}, AnyText, "", false, false, false},
		{nil, AnyText, "", false, false, false},
	} {
		field, text, ok := FieldText(test.node)
		if field != test.field || text != test.text || ok != test.ok {
			t.Errorf("FieldText(%#v) = %q, %q, %v", test.node, field, text, ok)
		}
		if free, expands := IsFree(test.node), IsExpansion(test.node); free != test.free || expands != test.expands {
			t.Errorf("%#v is free: %v, an expansion: %v", test.node, free, expands)
		}
	}
}
