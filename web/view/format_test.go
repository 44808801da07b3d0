package view

import (
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/figures"
)

func TestFormatDate(t *testing.T) {
	for want, d := range map[string]data.Date{
		"":            {},
		"2022":        {Year: 2022},
		"Mar 2022":    {Year: 2022, Month: time.March},
		"21 Mar 2022": {Year: 2022, Month: time.March, Day: 21},
		"1 Sep 1963":  {Year: 1963, Month: time.September, Day: 1},
	} {
		if got := FormatDate(d); got != want {
			t.Errorf("formatDate(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestQuantity(t *testing.T) {
	for n, want := range map[int]string{0: "0 papers", 1: "1 paper", 40: "40 papers", 999: "999 papers", 1000: "1,000 papers", 412345: "412,345 papers", 1234567: "1,234,567 papers"} {
		if got := figures.Count(n, "paper"); got != want {
			t.Errorf("figures.Count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestQuoted(t *testing.T) {
	for message, want := range map[string]string{
		`No paper here has the word "atention" or "b\"c".`:                   "No paper here has the word “atention” or “b\"c”.",
		`author: has the word "li" only; for a name write author:"li ming".`: "author: has the word “li” only; for a name write author:\"li ming\".",
		`"quoted" at the start`: "“quoted” at the start",
		`one " alone`:           `one " alone`,
	} {
		if got := Quoted(message); got != want {
			t.Errorf("Quoted(%s) = %s, want %s", message, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	for words, want := range map[string]string{"the two are one paper": "The two are one paper.", "été: not found": "Été: not found.", "“x” is no id": "“x” is no id.", "": "", "from=soon: want a date": "from=soon: want a date.", "Sign in first.": "Sign in first."} {
		if got := Sentence(words); got != want {
			t.Errorf("sentence(%q) = %q, want %q", words, got, want)
		}
	}
}

func TestFormatDuration(t *testing.T) {
	for ms, want := range map[float64]string{0.04: "0.0 ms", 0.84: "0.8 ms", 12.3: "12 ms", 1740: "1.7 s"} {
		if got := FormatDuration(ms); got != want {
			t.Errorf("formatDuration(%v) = %q, want %q", ms, got, want)
		}
	}
}
