package format

import "testing"

func TestSerialNumbers(t *testing.T) {
	for _, test := range []struct {
		said       []string
		isbn, issn string
	}{
		{[]string{"1234-5678"}, "", "1234-5678"},
		{[]string{"1234-567X (Print) 8765-4321 (Online)"}, "", "1234-567X, 8765-4321"},
		{[]string{"978-3-16-148410-0", "0306406157", "0306406157"}, "978-3-16-148410-0, 0306406157", ""},
		{[]string{"978 3 16 148410 0; 1234-5678"}, "978 3 16 148410 0", "1234-5678"},
		{[]string{"12345678", "978-3-16-148410-0"}, "978-3-16-148410-0", "12345678"},
		{[]string{"TR-55", ""}, "", ""},
	} {
		if isbn, issn := SerialNumbers(test.said...); isbn != test.isbn || issn != test.issn {
			t.Errorf("SerialNumbers(%q) = %q, %q, want %q, %q", test.said, isbn, issn, test.isbn, test.issn)
		}
	}
}

func TestFullPages(t *testing.T) {
	for pages, want := range map[string]string{
		"2457-71": "2457-2471", "123–8": "123-128", "9-12": "9-12", "e12-3": "e12-3", "5": "5", "1-5, 9": "1-5, 9", "": "",
	} {
		if got := FullPages(pages); got != want {
			t.Errorf("FullPages(%q) = %q, want %q", pages, got, want)
		}
	}
}
