package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api/alerts"
	"paperboy/api/lists"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/web/view"
)

// listPage is a reading list: its papers, or new papers similar to them.
type listPage struct {
	frame
	Heading string
	Count   string
	Updated *view.Moment
	URL     string
	Views   []view.OtherView
	Hits    []view.Hit
	Display *view.Display
	// Deleted are entries whose papers were deleted from the library.
	Deleted []view.ListEntry
	Pager   view.Pager
	New     *newPapers
	// Reading is the link for readers. Editing is the link for editors; nil for a reader.
	Reading sharedLink
	Editing *sharedLink
	Export  []view.Link
	// Mail leads to a subscription by email to new papers like those of the list; empty if the
	// server sends no email.
	Mail string
	// PapersFeeds and NewFeeds are the feeds of the list's papers, and of what is new for it.
	PapersFeeds, NewFeeds []view.FeedLink
	// Edit is nil for a reader.
	Edit *listEdit
}

// sharedLink is a link that can be given to others.
type sharedLink struct {
	ID, Address, Meaning string
	// Renew names the key that the form replaces; empty for a reader.
	Renew, URL string
}

// listEdit is what an editor can do.
type listEdit struct {
	// Stars is true if starred papers go to this list.
	Stars         bool
	MaxNameLength int
}

// listPageSize is how many papers of a list a page shows.
const listPageSize = 50

// list answers GET /lists/{key}. It adds the list to those that this browser remembers.
func (s *site) list(c echo.Context) error {
	key := listKey(c)
	number, _ := strconv.Atoi(c.QueryParam("page")) // an invalid number means the first page
	offset := min(max(number-1, 0), lists.MaxPapers/listPageSize) * listPageSize
	a, err := s.service.Lists.Papers(c.Request().Context(), key, lists.Params{Limit: listPageSize, Offset: offset})
	if err != nil {
		return err
	}
	page, err := s.newListPage(c, key, a.List, "")
	if err != nil {
		return err
	}
	for _, p := range a.Papers {
		h := view.NewHit(p.Paper.Paper)
		h.Snippet = nil
		h.ListEntry = newListEntry(p.ID, h.PlainTitle, p.Added, p.Note, page)
		page.Hits = append(page.Hits, h)
	}
	for _, p := range a.Gone {
		page.Deleted = append(page.Deleted, *newListEntry(p.ID, string(p.ID), p.Added, p.Note, page))
	}
	addPlaces(page.Hits, view.Origin{In: listOrigin(a.List)}, offset+1)
	page.Pager = newListPager(page.URL, offset/listPageSize, a.Total)
	if err := s.personalize(c, page.Hits); err != nil {
		return err
	}
	if page.Edit != nil && page.Edit.Stars { // here a star would only repeat "Remove"
		for i := range page.Hits {
			page.Hits[i].Star = nil
		}
	}
	return s.render(c, http.StatusOK, "list", page)
}

// listKey returns the key in the address. It rejects an administrator's number of a list, because
// the page has to show the list's keys.
func listKey(c echo.Context) lists.Key {
	key := c.Param("key")
	if _, err := strconv.ParseUint(key, 10, 32); err == nil {
		return ""
	}
	return lists.Key(key)
}

// newListPage returns what both views of a list show. path is the path of the view below the
// list's address; empty for the papers.
func (s *site) newListPage(c echo.Context, key lists.Key, l lists.List, path string) (listPage, error) {
	cookie, err := s.rememberList(c, key, l)
	if err != nil {
		return listPage{}, err
	}
	at := listURL(key)
	page := listPage{
		frame:   s.frame("list", l.Name),
		Heading: l.Name,
		Count:   figures.Count(l.Total, "paper"),
		Updated: view.NewDay(l.Updated),
		URL:     at,
		Display: readDisplay(c).views(c),
		Views:   []view.OtherView{{Link: view.Link{Text: "Papers", URL: at}, Current: path == ""}, {Link: view.Link{Text: "New for you", URL: at + newPapersPath}, Current: path == newPapersPath}, {Link: view.Link{Text: "Map", URL: at + mapPath}}},
	}
	page.PapersFeeds, page.NewFeeds = view.ListFeeds(l)
	page.Feeds = slices.Concat(page.PapersFeeds, page.NewFeeds)
	exported := "/api/v1" + listURL(l.ReadKey) + "/export?format="
	for _, f := range exportFormats {
		page.Export = append(page.Export, view.Link{Text: f.Name, URL: exported + string(f.Format)})
	}
	page.Reading = sharedLink{ID: "address-read", Address: s.baseURL(c) + listURL(l.ReadKey), Meaning: "Anyone with this link can read and export the list and see what is new, but can’t change it."}
	if s.options.mail {
		page.Mail = subscribeURL(alerts.List, fieldList, string(key))
	}
	if l.MayEdit() {
		page.Edit = &listEdit{Stars: cookie.stars == key, MaxNameLength: lists.MaxName}
		page.Reading.Renew, page.Reading.URL = "read", at
		page.Editing = &sharedLink{ID: "address-edit", Address: s.baseURL(c) + at, Meaning: "Anyone with this link can change and delete the list. Keep it: it opens the list in any browser.", Renew: "edit", URL: at}
	}
	return page, nil
}

// rememberList adds an opened list to the cookie, unless the cookie has its other key.
func (s *site) rememberList(c echo.Context, key lists.Key, l lists.List) (listCookie, error) {
	cookie := readListCookie(c)
	switch has, err := s.isRemembered(c.Request().Context(), cookie, key, l); {
	case err != nil:
		return cookie, err
	case !has:
		cookie.replace(l.ReadKey, key)
		cookie.add(key)
	}
	s.writeListCookie(c, cookie)
	return cookie, nil
}

// isRemembered reports whether the cookie has the list, by this key or by its editing key.
func (s *site) isRemembered(ctx context.Context, cookie listCookie, key lists.Key, l lists.List) (bool, error) {
	if l.MayEdit() || slices.Contains(cookie.keys, key) {
		return slices.Contains(cookie.keys, key), nil
	}
	for _, key := range cookie.keys {
		known, err := s.service.Lists.List(ctx, key)
		if err != nil && !isNotFound(err) {
			return false, err
		}
		if err == nil && known.ReadKey == l.ReadKey {
			return true, nil
		}
	}
	return false, nil
}

func newListEntry(id data.ID, title string, added time.Time, note string, page listPage) *view.ListEntry {
	v := &view.ListEntry{ID: id, Title: title, Added: view.NewDay(added), Note: view.Paragraphs(note), RawNote: note}
	if page.Edit != nil {
		v.URL = page.URL
	}
	return v
}

// listPageURL returns the address of the n-th page of a list, counted from 0. at is that of the list.
func listPageURL(at string, n int) string {
	if n == 0 {
		return at
	}
	return at + "?page=" + strconv.Itoa(n+1)
}

func newListPager(at string, current, total int) view.Pager {
	var v view.Pager
	last := max(0, (total-1)/listPageSize)
	to := func(n int) string { return listPageURL(at, n) }
	if last == 0 && current == 0 {
		return v
	}
	if current > 0 {
		v.Previous = to(min(current-1, last))
	}
	if current < last {
		v.Next = to(current + 1)
	}
	for _, n := range view.PageNumbers(current, last) {
		if n < 0 {
			v.Pages = append(v.Pages, view.PageLink{})
		} else {
			v.Pages = append(v.Pages, view.PageLink{Number: figures.Thousands(n + 1), URL: to(n), Current: n == current})
		}
	}
	return v
}
