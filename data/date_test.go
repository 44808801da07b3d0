package data

import (
	"encoding/json"
	"errors"
	"testing"
)

func TestParseDate(t *testing.T) {
	for _, test := range []struct {
		in          string
		want        Date
		precision   Precision
		first, last string
	}{
		{"", Date{}, UnknownPrecision, "", ""},
		{"2024", Date{Year: 2024}, YearPrecision, "2024-01-01", "2024-12-31"},
		{"2024-02", Date{2024, 2, 0}, MonthPrecision, "2024-02-01", "2024-02-29"},
		{"2023-12", Date{2023, 12, 0}, MonthPrecision, "2023-12-01", "2023-12-31"},
		{"1963-08-09", Date{1963, 8, 9}, DayPrecision, "1963-08-09", "1963-08-09"},
	} {
		got, err := ParseDate(test.in)
		if err != nil || got != test.want {
			t.Errorf("ParseDate(%q) = %v, %v, want %v", test.in, got, err, test.want)
		}
		if got.Precision() != test.precision {
			t.Errorf("%q.Precision() = %v, want %v", test.in, got.Precision(), test.precision)
		}
		if got.String() != test.in {
			t.Errorf("ParseDate(%q).String() = %q", test.in, got)
		}
		if test.first == "" {
			continue
		}
		if first := DateOfDay(got.FirstDay()).String(); first != test.first {
			t.Errorf("%q.FirstDay() is %s, want %s", test.in, first, test.first)
		}
		if last := DateOfDay(got.LastDay()).String(); last != test.last {
			t.Errorf("%q.LastDay() is %s, want %s", test.in, last, test.last)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, in := range []string{
		"24", "2024-13", "2024-00", "2024-02-30", "2023-02-29", "2024-01-00", "2024-1", "2024-01-1",
		"2024-01-01-01", "+024", "0024", "9999", "2024/01", " 2024", "٢٠٢٤", "2024-01-01T00:00:00Z",
	} {
		if got, err := ParseDate(in); !errors.Is(err, ErrInvalidDate) {
			t.Errorf("ParseDate(%q) = %v, %v, want ErrInvalidDate", in, got, err)
		}
	}
}

func TestDateJSON(t *testing.T) {
	for in, want := range map[string]Date{`null`: {}, `"2024-03"`: {2024, 3, 0}} {
		var got Date
		if err := json.Unmarshal([]byte(in), &got); err != nil || got != want {
			t.Errorf("Unmarshal(%s) = %v, %v, want %v", in, got, err, want)
		}
		if out, err := json.Marshal(got); err != nil || string(out) != in {
			t.Errorf("Marshal(%v) = %s, %v, want %s", got, out, err, in)
		}
	}
	for _, in := range []string{`2024`, `{}`, `"2024-31-12"`, `true`} {
		var got Date
		if err := json.Unmarshal([]byte(in), &got); !errors.Is(err, ErrInvalidDate) {
			t.Errorf("Unmarshal(%s) = %v, %v, want ErrInvalidDate", in, got, err)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"", "2024", "2024-02", "2024-02-29", "2024-02-30", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if d, err := ParseDate(in); err == nil && d.String() != in {
			t.Errorf("ParseDate(%q).String() = %q", in, d)
		}
	})
}

func TestDateMonths(t *testing.T) {
	for _, test := range []struct {
		d    Date
		n    int
		want string
	}{
		{Date{Year: 2020, Month: 1, Day: 31}, 1, "2020-02"}, {Date{Year: 2020, Month: 12}, 1, "2021-01"}, {Date{Year: 2020, Month: 1}, -1, "2019-12"},
		{Date{Year: 2020}, 0, "2020-01"}, {Date{Year: 2020, Month: 6}, -30, "2017-12"},
	} {
		if got := test.d.AddMonths(test.n).String(); got != test.want {
			t.Errorf("%s and %d months: %s, want %s", test.d, test.n, got, test.want)
		}
	}
}
