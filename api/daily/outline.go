package daily

import (
	"context"
	"slices"

	"paperboy/api/fault"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/index"
)

// outline is what a library has for its pages by day.
type outline struct {
	sorts []index.Sort
	// by is the kind of day that periods use.
	by index.DayKind
	// days counts the papers of the library by that kind of day.
	days []index.DayCount
}

// outline returns the outline of the library, by the given kind of day. If that is empty, it is
// featured if a list showed any paper, else date if the month of any paper is known, else added.
func (s *Service) outline(ctx context.Context, by index.DayKind) (o outline, err error) {
	if o.sorts, err = s.Search.Sorts(); err != nil {
		return o, err
	}
	kinds := []index.DayKind{by}
	if by == "" {
		kinds = []index.DayKind{index.DayPublished, index.DayAdded}
		if slices.Contains(o.sorts, index.ByFeatured) {
			kinds = []index.DayKind{index.DayFeatured}
		}
	}
	for _, o.by = range kinds {
		found, err := s.Search.Calendar(ctx, search.Params{}, o.by)
		if err != nil {
			return o, err
		}
		if o.days = found.Calendar; len(o.days) > 0 {
			break
		}
	}
	return o, nil
}

// finest returns the shortest kind of period that the days are known for: months if most of the
// papers are counted for a month rather than a day.
func finest(days []index.DayCount) Kind {
	byDay, byMonth := 0, 0
	for _, d := range days {
		if d.Day.Precision() == data.DayPrecision {
			byDay += d.Count
		} else {
			byMonth += d.Count
		}
	}
	if byMonth > byDay {
		return Month
	}
	return Day
}

// newest returns the newest period of a kind that has papers, but none after today unless all are.
// ok is false if there is none.
func newest(kind Kind, days []index.DayCount, today data.Date) (s Span, ok bool) {
	for _, d := range days {
		if kind != Month && d.Day.Precision() < data.DayPrecision {
			continue
		}
		if ok && d.Day.FirstDay() > today.FirstDay() {
			break
		}
		s, ok = spanOf(kind, d.Day), true
	}
	return s, ok
}

// around returns the nearest periods before and after s that have papers; nil where there is none.
func around(s Span, days []index.DayCount) (previous, next *string) {
	for _, d := range days {
		if s.Kind != Month && d.Day.Precision() < data.DayPrecision {
			continue
		}
		name := spanOf(s.Kind, d.Day).String()
		switch first := d.Day.FirstDay(); {
		case first < s.From.FirstDay():
			previous = &name
		case first > s.To.LastDay():
			return previous, &name
		}
	}
	return previous, nil
}

// narrow restricts a filter to the papers of a period, those that the calendar counts for its days.
// It returns a fault of the code contradiction if the filter restricts the same days to others.
func narrow(f *index.Filter, s Span, by index.DayKind) error {
	from, to, param := &f.FeaturedFrom, &f.FeaturedTo, "featured_from"
	switch by {
	case index.DayPublished:
		from, to, param, f.Within = &f.From, &f.To, "from", true
	case index.DayAdded:
		from, to, param = &f.AddedFrom, &f.AddedTo, "added_from"
	}
	if from.IsZero() || from.FirstDay() < s.From.FirstDay() {
		*from = s.From
	}
	if to.IsZero() || to.LastDay() > s.To.LastDay() {
		*to = s.To
	}
	if from.FirstDay() > to.LastDay() {
		return fault.New(fault.Contradiction, param, "the filter has no day in %s", s)
	}
	return nil
}
