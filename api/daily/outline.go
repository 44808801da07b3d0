package daily

import (
	"context"
	"fmt"
	"slices"

	"paperboy/api/fault"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/index"
)

// outline is what a library has for its pages by day.
type outline struct {
	sequence data.Sequence
	papers   int
	sorts    []index.Sort
	// by is the kind of day that periods use by default.
	by index.DayKind
	// days counts the papers of the library by each kind of day that was asked for.
	days map[index.DayKind][]index.DayCount
}

// outline returns the outline of the library as the index has it, with the days of the given kind;
// if it is empty, of the default kind. An outline is computed once for each state of the index.
func (s *Service) outline(ctx context.Context, by index.DayKind) (outline, error) {
	now, err := s.Search.Calendar(ctx, search.Params{}, "")
	if err != nil {
		return outline{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known.days == nil || s.known.sequence != now.Sequence {
		s.known = outline{sequence: now.Sequence, papers: now.Total, days: map[index.DayKind][]index.DayCount{}}
		if s.known.sorts, err = s.Search.Sorts(); err == nil {
			s.known.by, err = s.choose(ctx)
		}
		if err != nil {
			s.known = outline{}
			return outline{}, err
		}
	}
	known := s.known
	if by != "" {
		known.by = by
	}
	known.days = map[index.DayKind][]index.DayCount{}
	known.days[known.by], err = s.count(ctx, known.by)
	return known, err
}

// choose returns the kind of day that periods use by default: featured if a list showed any paper,
// else date if the month of any paper is known, else added. s.mu is locked.
func (s *Service) choose(ctx context.Context) (index.DayKind, error) {
	if slices.Contains(s.known.sorts, index.ByFeatured) {
		return index.DayFeatured, nil
	}
	dated, err := s.count(ctx, index.DayPublished)
	if err != nil || len(dated) > 0 {
		return index.DayPublished, err
	}
	return index.DayAdded, nil
}

// count returns the papers of the library by a kind of day. s.mu is locked.
func (s *Service) count(ctx context.Context, by index.DayKind) ([]index.DayCount, error) {
	days, known := s.known.days[by]
	if known {
		return days, nil
	}
	found, err := s.Search.Calendar(ctx, search.Params{}, by)
	if err != nil {
		return nil, fmt.Errorf("count days: %w", err)
	}
	s.known.days[by] = found.Calendar
	return found.Calendar, nil
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

// narrow restricts a filter to the papers of a period. It returns a fault of the code contradiction
// if the filter restricts the same days to others.
func narrow(f *index.Filter, s Span, by index.DayKind) error {
	from, to, param := &f.FeaturedFrom, &f.FeaturedTo, "featured_from"
	switch by {
	case index.DayPublished:
		from, to, param = &f.From, &f.To, "from"
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
