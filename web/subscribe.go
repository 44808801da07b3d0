package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/alerts"
	"paperboy/api/fault"
	"paperboy/api/lists"
	"paperboy/api/profiles"
	"paperboy/api/search"
	"paperboy/data/taxonomy"
	"paperboy/data/text"
	"paperboy/index"
	"paperboy/web/view"
	"paperboy/web/zones"
)

// subscribePage asks for an address and when emails should come.
type subscribePage struct {
	frame
	// About is what the subscription is about, and AboutURL the page that shows it. If About is
	// empty, Choices are what can be chosen.
	About, AboutURL string
	Choices         []view.Choice
	// Kind, Parameters and List are the values of the form: Parameters are those of a search. Words
	// are what the reader searches for if that is one of the choices.
	Kind, Parameters, List, Words string
	Address                       string
	Weekly                        bool
	Schedule                      schedule
	// Problem says what to change, and Field in which field; both empty for a new form.
	Problem, Field string
}

// schedule is the choices of when emails come.
type schedule struct {
	Weekdays, Hours []view.Choice
	Zones           []zoneGroup
	// Known is false if a reader has not chosen a time zone: a script may then choose that of the
	// browser.
	Known bool
}

// zoneGroup is a region of a select of time zones.
type zoneGroup struct {
	Region string
	Zones  []view.Choice
}

// subscribedPage says that a mail is on its way.
type subscribedPage struct {
	frame
	Address, Until string
}

// The names of the fields of the forms about subscriptions.
const (
	fieldAddress = "address"
	fieldKind    = "kind"
	fieldSearch  = "search"
	fieldList    = "list"
	fieldEvery   = "every"
	fieldWeekday = "weekday"
	fieldHour    = "hour"
	fieldZone    = "zone"
)

// subscribe answers GET /subscribe. Its parameters kind, search and list say what the subscription
// is about.
func (s *site) subscribe(c echo.Context) error {
	page, err := s.newSubscribePage(c, c.QueryParams())
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "subscribe", page)
}

// postSubscribe answers POST /subscribe.
func (s *site) postSubscribe(c echo.Context) error {
	form, err := s.readForm(c)
	if err != nil {
		return err
	}
	request := alerts.Request{
		Address: form.Get(fieldAddress),
		What:    alerts.What{Kind: alerts.Kind(form.Get(fieldKind))},
		Every:   alerts.Every(form.Get(fieldEvery)), Weekday: form.Get(fieldWeekday), Zone: form.Get(fieldZone),
	}
	switch request.What.Kind {
	case alerts.Search:
		request.What.Search = cmp.Or(form.Get(fieldSearch), url.Values{"q": {form.Get("q")}}.Encode())
	case alerts.List:
		request.What.List = form.Get(fieldList)
	}
	if hour, err := strconv.Atoi(form.Get(fieldHour)); err == nil {
		request.Hour = &hour
	}
	if request.What.Kind == alerts.Search && form.Get(fieldSearch) == "" && strings.TrimSpace(form.Get("q")) == "" {
		return s.subscribeAgain(c, form, fault.New(fault.MissingParameter, "q", "enter what to search for"))
	}
	accepted, err := s.service.Alerts.Subscribe(c.Request().Context(), request)
	if err != nil {
		return s.subscribeAgain(c, form, err)
	}
	return s.render(c, http.StatusAccepted, "subscribed", subscribedPage{
		frame: s.frame("subscribed", ""), Address: accepted.Address, Until: accepted.Until.Format("2 January 2006"),
	})
}

// subscribeAgain shows the form with what was entered and why it was not accepted.
func (s *site) subscribeAgain(c echo.Context, form url.Values, why error) error {
	problem := api.ProblemOf(why)
	if problem.Status >= http.StatusInternalServerError {
		return why
	}
	page, err := s.newSubscribePage(c, form)
	if err != nil {
		return why
	}
	page.Problem, page.Field = view.Sentence(problem.Detail), problem.Param
	return s.render(c, problem.Status, "subscribe", page)
}

// newSubscribePage returns the form with values from the address or a form.
func (s *site) newSubscribePage(c echo.Context, values url.Values) (subscribePage, error) {
	page := subscribePage{
		frame: s.frame("subscribe", ""), Kind: values.Get(fieldKind), Parameters: values.Get(fieldSearch), List: values.Get(fieldList), Words: values.Get("q"),
		Address: values.Get(fieldAddress), Weekly: values.Get(fieldEvery) == string(alerts.EveryWeek),
		Schedule: s.newSchedule(values.Get(fieldWeekday), values.Get(fieldHour), values.Get(fieldZone)),
	}
	var err error
	switch alerts.Kind(page.Kind) {
	case alerts.Trending:
		page.About, page.AboutURL = "Trending papers", "/trending"
	case alerts.Days:
		page.About, page.AboutURL = "Daily papers", "/days"
	case alerts.Search:
		if page.Parameters != "" {
			page.About, page.AboutURL = aboutSearch(page.Parameters)
		}
	case alerts.List:
		if page.List == "" {
			break
		}
		var l lists.List
		if l, err = s.service.Lists.List(c.Request().Context(), lists.Key(page.List)); err == nil {
			page.About, page.AboutURL = fmt.Sprintf("New papers like those of your list “%s”", l.Name), listURL(lists.Key(page.List))+newPapersPath
		}
	}
	if err == nil && page.About == "" {
		page.Choices, err = s.subscriptionChoices(alerts.Kind(page.Kind))
	}
	return page, err
}

// aboutSearch describes a search, and returns its address.
func aboutSearch(encoded string) (about, address string) {
	values, err := url.ParseQuery(encoded)
	if err != nil {
		return "", ""
	}
	q := values.Get("q")
	filtered := false
	for name := range values {
		filtered = filtered || name != "q" && name != "sort" && name != "match" && name != "prior"
	}
	switch profile := aboutProfile(values); {
	case profile != "":
		about = profile
	case q != "" && filtered:
		about = fmt.Sprintf("New papers for “%s”, with the filters of your search", text.ClipWords(q, 100))
	case q != "":
		about = fmt.Sprintf("New papers for “%s”", text.ClipWords(q, 100))
	case filtered:
		about = "New papers with the filters of your search"
	default:
		about = "All new papers"
	}
	return about, "/search?" + values.Encode()
}

// aboutProfile describes a search for the papers of one author, venue or category; "" if it is
// another.
func aboutProfile(values url.Values) string {
	for _, kind := range profiles.Kinds {
		names := values[string(kind)]
		if len(values) != 1 || len(names) != 1 {
			continue
		}
		name := names[0]
		if kind == profiles.Category {
			name = cmp.Or(taxonomy.Name(name), name)
		}
		return view.NewPapersOf(kind, text.ClipWords(name, 100))
	}
	return ""
}

// subscriptionChoices returns what a subscription can be about: daily papers if the library has daily
// lists, trending papers if it knows votes, and a search.
func (s *site) subscriptionChoices(chosen alerts.Kind) ([]view.Choice, error) {
	sorts, err := s.service.Search.Sorts()
	if err != nil {
		return nil, err
	}
	var choices []view.Choice
	if slices.Contains(sorts, index.ByFeatured) {
		choices = append(choices, view.Choice{Value: string(alerts.Days), Label: "Daily papers"})
	}
	if slices.Contains(sorts, index.ByTrending) {
		choices = append(choices, view.Choice{Value: string(alerts.Trending), Label: "Trending papers"})
	}
	choices = append(choices, view.Choice{Value: string(alerts.Search), Label: "New papers for a search"})
	at := max(0, slices.IndexFunc(choices, func(c view.Choice) bool { return c.Value == string(chosen) }))
	choices[at].Selected = true
	return choices, nil
}

// newSchedule returns the choices of when emails come, with those of these values selected. Without
// a zone, it is that of the server.
func (s *site) newSchedule(weekday, hour, zone string) schedule {
	out := schedule{Known: zone != ""}
	if zone == "" {
		// A server that knows only the offset, not the name, is "Local".
		if zone = s.options.Now().Location().String(); zone == "Local" {
			zone = "UTC"
		}
	}
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		out.Weekdays = append(out.Weekdays, view.Choice{Value: weekdayName(day), Label: day.String(), Selected: weekday == weekdayName(day)})
	}
	chosen, err := strconv.Atoi(hour)
	if err != nil {
		chosen = alerts.DefaultHour
	}
	for h := range 24 {
		out.Hours = append(out.Hours, view.Choice{Value: strconv.Itoa(h), Label: fmt.Sprintf("%02d:00", h), Selected: h == chosen})
	}
	found := false
	for _, region := range zones.Regions {
		group := zoneGroup{Region: region.Name}
		for _, z := range region.Zones {
			group.Zones = append(group.Zones, view.Choice{Value: z.ID, Label: z.City, Selected: z.ID == zone})
			found = found || z.ID == zone
		}
		out.Zones = append(out.Zones, group)
	}
	other := zoneGroup{Region: "Other", Zones: []view.Choice{{Value: "UTC", Label: "UTC", Selected: zone == "UTC"}}}
	if !found && zone != "UTC" {
		other.Zones = append(other.Zones, view.Choice{Value: zone, Label: text.ClipWords(zone, 64), Selected: true})
	}
	out.Zones = append(out.Zones, other)
	return out
}

// mailsSearch leads to a subscription to new papers of a search; "" if the server sends no email.
func (s *site) mailsSearch(p search.Params) string {
	if !s.options.mail {
		return ""
	}
	p.Offset, p.Cursor, p.Limit = 0, "", 0
	v := p.URLValues()
	v.Del("limit")
	if len(v) == 0 {
		v.Set("q", "") // all papers
	}
	return subscribeURL(alerts.Search, fieldSearch, v.Encode())
}

// subscribeURL returns the address of the form for a subscription to a kind, with one more
// parameter if name is not empty.
func subscribeURL(kind alerts.Kind, name, value string) string {
	v := url.Values{fieldKind: {string(kind)}}
	if name != "" {
		v.Set(name, value)
	}
	return "/subscribe?" + v.Encode()
}
