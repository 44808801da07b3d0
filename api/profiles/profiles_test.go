package profiles

import (
	"strings"
	"testing"

	"paperboy/data"
)

func TestPath(t *testing.T) {
	for _, test := range []struct {
		kind       Kind
		name, want string
	}{
		{Author, "Yann LeCun", "/authors/yann-lecun"},
		{Author, " LeCun,  Yann", "/authors/yann-lecun"},
		{Author, "yann-lecun", "/authors/yann-lecun"},
		{Author, "J.-P. Müller", "/authors/j-p-muller"},
		{Author, "李明", "/authors/%E6%9D%8E%E6%98%8E"},
		{Author, "Conan O'Brien", "/authors/conan-obrien"},
		{Author, ":", ""},
		{Author, "", ""},
		{Author, "Unknown", ""},
		{Author, strings.Repeat("x", 501), ""},
		{Author, "a/b?c#d", "/authors/a-b-c-d"},
		{Venue, "ACL / IJCNLP", "/venues/ACL%20%2F%20IJCNLP"},
		{Venue, "  Proc.  of <X>? ", "/venues/Proc.%20of%20%3CX%3E%3F"},
		{Venue, "Data.json", "/venues/Data%2Ejson"},
		{Venue, "\xff", "/venues/%EF%BF%BD"},
		{Venue, "unknown", ""},
		{Category, "CS.lg", "/categories/cs.LG"},
		{Category, "I.2.7; H.3.3", "/categories/I.2.7%3B%20H.3.3"},
	} {
		if got := Path(test.kind, test.name); got != test.want {
			t.Errorf("Path(%s, %q) = %q, want %q", test.kind, test.name, got, test.want)
		}
	}
}

// FuzzSlug checks that a slug stands for the value that it was made of.
func FuzzSlug(f *testing.F) {
	for _, name := range []string{"J.-P. Müller", "李 明", "x-1 2-y", "Davis, Jr.", "Ærø Ⅷ", "ａ-ｂ", "İ ı", "Ωmega-3", "3,000", "a\u00adb c"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		slug := Slug(Author, name)
		if got := data.AuthorKey(slug); slug != "" && got != Author.value(name) {
			t.Errorf("%q: slug %q stands for %q, want %q", name, slug, got, Author.value(name))
		}
	})
}
