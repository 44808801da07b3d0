package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/alerts"
	"paperboy/api/fault"
	"paperboy/api/guard"
	"paperboy/data/text"
	"paperboy/web/view"
)

// confirmPage has the one button that confirms a subscription.
type confirmPage struct {
	frame
	// What, When and Address say what will come: "new papers for ...", "every day at 07:00
	// (Europe/Berlin)".
	What, When, Address string
	// Action is the address of the button; empty if the subscription is confirmed. Manage is the
	// page of the subscription.
	Action, Manage string
}

// managePage shows what a key opens: all subscriptions of an address, or one.
type managePage struct {
	frame
	Address string
	// Notice says what the last form changed; empty for nothing.
	Notice string
	// Trouble says why no email comes: it is paused, or emails could not be delivered.
	Trouble string
	Paused  bool
	// Next and Sent are the times of the next look for papers and of the last email; empty if there
	// is none.
	Next, Sent string
	// All is the key of the address; nil if the page is about one subscription.
	All           *managedAddress
	Subscriptions []managedSubscription
}

// managedAddress is the form about all emails to an address.
type managedAddress struct {
	Action, Unsubscribe string
	Schedule            schedule
}

// managedSubscription is a subscription and its form.
type managedSubscription struct {
	ID, What, URL       string
	Action, Unsubscribe string
	Weekly, Paused      bool
	// Confirm is the page that confirms it; empty if it is confirmed.
	Confirm  string
	Schedule schedule
	Facts    []string
}

func subscriptionURL(key alerts.Key) string {
	return "/subscriptions/" + url.PathEscape(string(key))
}

const confirmSuffix = "/confirm"

// openFrame is frame for a page that works without an API key, even where reading needs one.
func (s *site) openFrame(c echo.Context, template, title string) frame {
	f := s.frame(template, title)
	f.Closed = s.options.Gate.Access.ReadsNeedKey() && !guard.Caller(c).Known()
	return f
}

func linkKey(c echo.Context) alerts.Key { return alerts.Key(c.Param("key")) }

// confirm answers GET /subscriptions/{key}/confirm. It changes nothing, since programs that check
// emails for viruses open all links.
func (s *site) confirm(c echo.Context) error {
	key := linkKey(c)
	a, err := s.service.Alerts.Open(c.Request().Context(), key)
	if err != nil {
		return err
	}
	if a.Key != "" || len(a.Subscriptions) != 1 {
		return fault.New(fault.NotFound, "", "this link manages subscriptions and confirms none")
	}
	one := a.Subscriptions[0]
	page := confirmPage{frame: s.openFrame(c, "confirm", ""), What: whatMailed(one), When: whenMailed(one, a), Address: a.Address, Manage: subscriptionURL(key)}
	if !one.Confirmed {
		page.Action = subscriptionURL(key) + confirmSuffix
	}
	return s.render(c, http.StatusOK, "confirm", page)
}

// postConfirm answers POST /subscriptions/{key}/confirm.
func (s *site) postConfirm(c echo.Context) error {
	if _, err := s.service.Alerts.Confirm(c.Request().Context(), linkKey(c)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, subscriptionURL(linkKey(c))+"?done=confirmed")
}

// doneNotices are what the page of subscriptions says after a form was sent.
var doneNotices = map[string]string{
	"confirmed": "You are subscribed.",
	"saved":     "Saved.",
	"paused":    "Paused. No email comes until you resume.",
	"resumed":   "Resumed.",
}

// subscriptions answers GET /subscriptions/{key}.
func (s *site) subscriptions(c echo.Context) error {
	a, err := s.service.Alerts.Open(c.Request().Context(), linkKey(c))
	if err != nil {
		return err
	}
	page := managePage{frame: s.openFrame(c, "subscriptions", ""), Address: a.Address, Paused: a.Paused, Notice: doneNotices[c.QueryParam("done")]}
	zone, err := time.LoadLocation(a.Zone)
	if err != nil {
		zone = time.UTC
	}
	page.Next, page.Sent = mailTime(a.Next, zone), mailTime(a.Sent, zone)
	switch {
	case a.Paused && a.PauseReason != "":
		page.Trouble = fmt.Sprintf("Emails to %s are paused, because a mail server refused them: %s", a.Address, view.Sentence(a.PauseReason))
	case a.Paused:
		page.Trouble = "All emails to " + a.Address + " are paused."
	}
	if a.Key != "" {
		page.All = &managedAddress{
			Action: subscriptionURL(a.Key), Unsubscribe: unsubscribeURL(a.Key), Schedule: s.newSchedule("", strconv.Itoa(a.Hour), a.Zone),
		}
	}
	for _, one := range a.Subscriptions {
		page.Subscriptions = append(page.Subscriptions, s.newManaged(one, a, zone))
	}
	return s.render(c, http.StatusOK, "subscriptions", page)
}

func (s *site) newManaged(one alerts.Subscription, a alerts.Subscribed, zone *time.Location) managedSubscription {
	m := managedSubscription{
		ID: strconv.Itoa(int(one.ID)), What: text.UpperFirst(whatMailed(one)), URL: pagePath(one), Action: subscriptionURL(one.Key), Unsubscribe: unsubscribeURL(one.Key),
		Weekly: one.Every == alerts.EveryWeek, Paused: one.Paused, Schedule: s.newSchedule(one.Weekday, strconv.Itoa(a.Hour), a.Zone),
	}
	switch {
	case !one.Confirmed:
		m.Confirm = m.Action + confirmSuffix
		m.Facts = append(m.Facts, "not yet confirmed")
	case one.Paused:
		m.Facts = append(m.Facts, "paused")
	default:
		m.Facts = append(m.Facts, whenMailed(one, a))
	}
	if sent := mailTime(one.Sent, zone); sent != "" {
		m.Facts = append(m.Facts, "last email "+sent)
	}
	// Silence is explained: nothing was found, or nobody looked.
	if checked := mailTime(one.Checked, zone); checked != "" {
		fact := "last checked " + checked
		if one.Sent == nil || one.Checked.After(*one.Sent) && one.Checked.Sub(*one.Sent) > time.Hour {
			fact += ", nothing new"
		}
		m.Facts = append(m.Facts, fact)
	}
	return m
}

// changeSubscription answers POST /subscriptions/{key}.
func (s *site) changeSubscription(c echo.Context) error {
	form, err := s.readForm(c)
	if err != nil {
		return err
	}
	var change alerts.Change
	done := "saved"
	if form.Has(fieldEvery) {
		every := alerts.Every(form.Get(fieldEvery))
		change.Every = &every
	}
	if form.Has(fieldWeekday) {
		change.Weekday = new(form.Get(fieldWeekday))
	}
	if form.Has(fieldHour) {
		hour, err := strconv.Atoi(form.Get(fieldHour))
		if err != nil {
			return fault.New(fault.InvalidNumber, fieldHour, "hour=%s: want 0 to 23", fault.Clip(form.Get(fieldHour)))
		}
		change.Hour = &hour
	}
	if form.Has(fieldZone) {
		change.Zone = new(form.Get(fieldZone))
	}
	switch form.Get("paused") {
	case "true":
		change.Paused, done = new(true), "paused"
	case "false":
		change.Paused, done = new(false), "resumed"
	}
	if _, err := s.service.Alerts.Change(c.Request().Context(), linkKey(c), change); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, subscriptionURL(linkKey(c))+"?done="+done)
}

// whatMailed says what a subscription is about, for the middle of a sentence.
func whatMailed(one alerts.Subscription) string {
	switch one.Kind {
	case alerts.Trending:
		return "trending papers"
	case alerts.Days:
		return "daily papers"
	case alerts.List:
		return fmt.Sprintf("new papers like those of the list “%s”", text.ClipWords(one.Title, 100))
	default:
		if one.Title == alerts.AllPapers {
			return "all new papers"
		}
		return fmt.Sprintf("new papers for “%s”", text.ClipWords(one.Title, 100))
	}
}

// whenMailed says when emails of a subscription come.
func whenMailed(one alerts.Subscription, a alerts.Subscribed) string {
	every := "every day"
	if one.Every == alerts.EveryWeek {
		every = "every " + text.UpperFirst(one.Weekday)
	}
	return fmt.Sprintf("%s at about %02d:00 (%s)", every, a.Hour, a.Zone)
}

// pagePath returns the path of the page that a subscription is about; empty for none.
func pagePath(one alerts.Subscription) string {
	u, err := url.Parse(one.URL)
	if err != nil || one.URL == "" {
		return ""
	}
	return cmp.Or(u.RequestURI(), "/")
}

// mailTime formats a time in the zone of the reader of emails: "Friday, 13 November, 07:00".
func mailTime(t *time.Time, zone *time.Location) string {
	if t == nil {
		return ""
	}
	return t.In(zone).Format("Monday, 2 January, 15:04")
}

func weekdayName(day time.Weekday) string { return strings.ToLower(day.String()) }
