package daily

import (
	"testing"
	"time"

	"paperboy/api/fault"
	"paperboy/data"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		kind           Kind
		name, from, to string
	}{
		{Day, "2025-11-13", "2025-11-13", "2025-11-13"},
		{Day, "2024-02-29", "2024-02-29", "2024-02-29"},
		{Week, "2025-W46", "2025-11-10", "2025-11-16"},
		{Week, "2025-W01", "2024-12-30", "2025-01-05"},
		{Week, "2026-W53", "2026-12-28", "2027-01-03"},
		{Week, "2020-W53", "2020-12-28", "2021-01-03"},
		{Week, "1970-W01", "1969-12-29", "1970-01-04"},
		{Week, "1969-W52", "1969-12-22", "1969-12-28"},
		{Month, "2025-11", "2025-11-01", "2025-11-30"},
		{Month, "2024-02", "2024-02-01", "2024-02-29"},
	} {
		s, err := Parse(test.kind, test.name)
		if err != nil || s.From.String() != test.from || s.To.String() != test.to || s.String() != test.name {
			t.Errorf("Parse(%s, %q) = %s to %s, %q, %v; want %s to %s", test.kind, test.name, s.From, s.To, s.String(), err, test.from, test.to)
		}
	}
	if s, err := Parse(Week, "2025-w46"); err != nil || s.Path() != "/weeks/2025-W46" {
		t.Errorf("a lower-case week: %s, %v", s.Path(), err)
	}
}

func TestParseErrors(t *testing.T) {
	for _, test := range []struct {
		kind Kind
		name string
	}{
		{Day, ""}, {Day, "2025-11"}, {Day, "2025-02-29"}, {Day, "2025-11-13T00:00"}, {Day, "20251113"}, {Day, "0999-01-01"}, {Day, "today"},
		{Week, ""}, {Week, "2025-W53"}, {Week, "2025-W00"}, {Week, "2025-W54"}, {Week, "2025-W6"}, {Week, "2025-46"}, {Week, "2025-11-13"}, {Week, "9999-W01"}, {Week, "+025-W01"}, {Week, "2199-W53"},
		{Month, ""}, {Month, "2025"}, {Month, "2025-13"}, {Month, "2025-00"}, {Month, "2025-11-13"},
	} {
		s, err := Parse(test.kind, test.name)
		if f, ok := err.(*fault.Error); !ok || f.Code != fault.InvalidDate || f.Param != string(test.kind) {
			t.Errorf("Parse(%s, %q) = %v, %v; want a fault of %s", test.kind, test.name, s, err, fault.InvalidDate)
		}
	}
}

// TestWeeks compares the weeks of all days of eighty years with those of package time.
func TestWeeks(t *testing.T) {
	for day := (data.Date{Year: 1960, Month: 1, Day: 1}).FirstDay(); day < (data.Date{Year: 2040, Month: 1, Day: 1}).FirstDay(); day++ {
		d := data.DateOfDay(day)
		s := WeekOf(d)
		if at := time.Date(s.From.Year, s.From.Month, s.From.Day, 0, 0, 0, 0, time.UTC); at.Weekday() != time.Monday || day < s.From.FirstDay() || day > s.To.LastDay() || s.To.LastDay()-s.From.FirstDay() != 6 {
			t.Fatalf("the week of %s is %s to %s", d, s.From, s.To)
		}
		if parsed, err := Parse(Week, s.String()); err != nil || parsed != s {
			t.Fatalf("Parse(%q) = %v, %v; want %v", s, parsed, err, s)
		}
	}
}
