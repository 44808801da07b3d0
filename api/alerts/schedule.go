package alerts

import (
	"strings"
	"time"
	_ "time/tzdata" // the zones of subscribers must not depend on the machine

	"paperboy/api/fault"
	"paperboy/data/store"
)

// Every says how often a subscription may be in an email.
type Every string

// The values of Every.
const (
	EveryDay  Every = "day"
	EveryWeek Every = "week"
)

// DefaultHour is the local hour of emails if none is chosen: before most people begin to work.
const DefaultHour = 7

// maxZone is the maximum length of the name of a time zone. The longest in the database has 38.
const maxZone = 64

func parseEvery(every Every) (weekly bool, err error) {
	switch every {
	case EveryDay, "":
		return false, nil
	case EveryWeek:
		return true, nil
	}
	return false, fault.New(fault.InvalidValue, "every", "every=%s: want day or week", fault.Clip(string(every)))
}

// parseWeekday parses an English name of a day; empty means Monday.
func parseWeekday(name string) (time.Weekday, error) {
	if name == "" {
		return time.Monday, nil
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.EqualFold(name, day.String()) {
			return day, nil
		}
	}
	return 0, fault.New(fault.InvalidValue, "weekday", "weekday=%s: want a day such as monday", fault.Clip(name))
}

func checkHour(hour int) error {
	if hour < 0 || hour > 23 {
		return fault.New(fault.OutOfRange, "hour", "hour=%d: want 0 to 23", hour)
	}
	return nil
}

func checkZone(zone string) error {
	// LoadLocation accepts "Local", which is the zone of this machine, not of the subscriber.
	if len(zone) <= maxZone && zone != "Local" && zone != "" {
		if _, err := time.LoadLocation(zone); err == nil {
			return nil
		}
	}
	return fault.New(fault.InvalidValue, "zone", "zone=%s: want a time zone such as Europe/Berlin or UTC", fault.Clip(zone))
}

// location returns the time zone of a schedule. Its name was checked when it was stored, so a zone
// that is unknown now was removed from the database; UTC takes its place.
func location(s store.Schedule) *time.Location {
	if zone, err := time.LoadLocation(s.Zone); err == nil {
		return zone
	}
	return time.UTC
}

// slot returns when the emails of a schedule are due on the local day of t, days later. Where the
// clocks skip that hour it is the hour before or after, but on the same day; where they repeat it,
// one of the two.
func slot(s store.Schedule, t time.Time, days int) time.Time {
	year, month, day := t.In(location(s)).Date()
	want := time.Date(year, month, day+days, 12, 0, 0, 0, time.UTC) // normalizes the day
	year, month, day = want.Date()
	at := time.Date(year, month, day, s.Hour, 0, 0, 0, location(s))
	if at.Day() != day { // midnight was skipped
		at = at.Add(time.Hour)
	}
	return at
}

// sameDay reports whether two times are on one local day of a schedule.
func sameDay(s store.Schedule, a, b time.Time) bool {
	zone := location(s)
	return a.In(zone).Format(time.DateOnly) == b.In(zone).Format(time.DateOnly)
}

// lastSlot returns the last time at or before now at which a subscription was due.
func lastSlot(schedule store.Schedule, s *store.Subscription, now time.Time) time.Time {
	for days := 0; ; days-- {
		at := slot(schedule, now, days)
		if !at.After(now) && (!s.Weekly || at.Weekday() == s.Weekday) {
			return at
		}
	}
}

// isDue reports whether a subscription has to be considered now: its last slot came after the last
// time that it was.
func isDue(schedule store.Schedule, s *store.Subscription, now time.Time) bool {
	since := s.Confirmed
	if s.Checked.After(since) {
		since = s.Checked
	}
	return s.Active() && lastSlot(schedule, s, now).After(since)
}

// rescheduled returns the Due of a subscriber whose schedule or subscriptions have changed. An email
// that is due but not planned yet stays due; otherwise the change would skip a day, or a week. was
// is the subscriber before the change.
func rescheduled(was, s *store.Subscriber, subscriptions []store.Subscription, now time.Time) time.Time {
	next := nextDue(*s, subscriptions, now)
	if isOverdue := !was.Due.IsZero() && !was.Due.After(now); isOverdue && was.Paused.IsZero() && !next.IsZero() {
		return was.Due
	}
	return next
}

// nextDue returns when the next email of a subscriber has to be planned, the zero time if no
// subscription is active: at the first slot after now of an active subscription, on a later day
// than the last email.
func nextDue(s store.Subscriber, subscriptions []store.Subscription, now time.Time) time.Time {
	for days := range 9 { // a week, today, and the day after an email
		at := slot(s.Schedule, now, days)
		if !at.After(now) || !s.Sent.IsZero() && sameDay(s.Schedule, at, s.Sent) {
			continue
		}
		for i := range subscriptions {
			if n := &subscriptions[i]; n.Active() && (!n.Weekly || n.Weekday == at.Weekday()) {
				return at
			}
		}
	}
	return time.Time{}
}
