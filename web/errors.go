package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"paperboy/web/view"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/api/profiles"
	"paperboy/data/figures"
	"paperboy/data/text"
)

// errorPage says what went wrong, and what to do next.
type errorPage struct {
	frame
	Heading, Detail, Next string
	// Find is what to search for instead; nil on a page without a search box.
	Find    *string
	Links   []view.Link
	Missing *missingPaper
	// RequestID is the id of the request in the server's log, for errors that are the server's.
	RequestID string
}

// errorPages returns an error handler that answers with a page. It leaves errors of addresses
// under /api/ to next.
func (s *site) errorPages(next echo.HTTPErrorHandler) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		if api.IsAPI(c.Request().URL.Path) {
			next(err, c)
			return
		}
		p := api.ProblemOf(err)
		api.ChallengeHeaders(c.Response().Header(), p)
		if method := c.Request().Method; p.Status == http.StatusUnauthorized && (method == http.MethodGet || method == http.MethodHead) {
			if err := s.askToSignIn(c, err); err != nil {
				next(err, c)
			}
			return
		}
		page := s.newErrorPage(c, err)
		if err := s.render(c, p.Status, "error", page); err != nil {
			next(err, c)
		}
	}
}

// advice is what a page says about faults: a heading, and what to do next.
type advice struct{ heading, next string }

const (
	goBack    = "Go back, change it, and try again."
	askKeeper = "Ask the person who runs this server."
	wait      = "Wait a moment, then load the page again."
)

// adviceByCode has the faults of which more can be said than of all with their status. An empty
// heading means the title of the problem.
var adviceByCode = map[fault.Code]advice{
	fault.UnknownParameter:     {"Unknown part of the address", "Remove it from the address, or start a new search."},
	fault.RepeatedParameter:    {"Given more than once", goBack},
	fault.MissingParameter:     {"Something is missing", goBack},
	fault.Contradiction:        {"That does not fit together", goBack},
	fault.OutOfRange:           {"Number too small or too large", goBack},
	fault.IncompleteBody:       {"Not everything arrived", "Check your connection, go back, and try again."},
	fault.TooManyPapers:        {"Too many papers", "Narrow the search, for example to a year, and try again."},
	fault.TooComplex:           {"Search too complex", "Leave out some words or brackets, and try again."},
	fault.QueryTooExpensive:    {"Search too costly", ""},
	fault.TooLong:              {"Text too long", "Go back, shorten it, and try again."},
	fault.InvalidCursor:        {"No such page of results", "Start again at the first page."},
	fault.CursorMismatch:       {"No such page of results", "Start again at the first page."},
	fault.NothingToCompare:     {"Nothing to compare", goBack},
	fault.ListFull:             {"Reading list full", "Remove papers that you no longer need, or create another list."},
	fault.TooManyLists:         {"Too many reading lists", "Delete a list that you no longer need, and try again."},
	fault.TooManySubscriptions: {"Too many subscriptions", "End one that you no longer need, and try again."},
	fault.CannotUndo:           {"This cannot be undone", ""},
	fault.Timeout:              {"This took too long", "Try again, or search for something simpler."},
	fault.ReadOnly:             {"Nothing can be changed right now", "You can still search and read. Try again later."},
	fault.NotReady:             {"The server is starting", wait},
	fault.Unavailable:          {"The server is restarting", wait},
	fault.IndexDamaged:         {"Part of the search is being repaired", "Try again later."},
	fault.Damaged:              {"This cannot be read", ""},
}

// adviceByStatus has what is said of all other faults.
var adviceByStatus = map[int]advice{
	http.StatusBadRequest:            {"", goBack},
	http.StatusUnauthorized:          {"Sign in first", ""},
	http.StatusForbidden:             {"Not allowed", "If you need this, ask the person who runs this server."},
	http.StatusNotFound:              {"Not found", "It may have been deleted or moved. Search for it, or go on from one of these pages."},
	http.StatusMethodNotAllowed:      {"Nothing to show here", "Go back to the page before, and use the button or form there."},
	http.StatusRequestEntityTooLarge: {"Too large", "Send less at a time. The page Limits says how much the server takes."},
	http.StatusUnsupportedMediaType:  {"Unknown kind of file", "Choose another file and try again."},
	http.StatusMisdirectedRequest:    {"Unknown host", ""},
	http.StatusTooManyRequests:       {"Too many requests", wait},
	http.StatusInternalServerError:   {"Something went wrong", ""},
	http.StatusServiceUnavailable:    {"The server is busy", wait},
	http.StatusInsufficientStorage:   {"The server’s disk is full", "You can still search and read. " + askKeeper},
}

// adviceOn returns what a page says about a failed request, apart from the message of the fault.
func adviceOn(err error, p *api.Problem) advice {
	if _, ok := errors.AsType[*secretError](err); ok {
		return advice{"Not accepted", ""} // the message says more
	}
	if errors.Is(err, errEmptyForm) {
		return advice{"Nothing to add", ""}
	}
	a, ok := adviceByCode[p.Code]
	if !ok {
		a = adviceByStatus[p.Status]
	}
	a.heading = cmp.Or(a.heading, p.Title)
	if p.RetryAfter > 0 {
		seconds := int((p.RetryAfter + time.Second - 1) / time.Second)
		a.next = "Wait " + figures.Count(seconds, "second") + ", then load the page again."
	}
	return a
}

func (s *site) newErrorPage(c echo.Context, err error) errorPage {
	p := api.ProblemOf(err)
	a := adviceOn(err, p)
	page := errorPage{
		Heading: a.heading,
		Detail:  view.Sentence(p.Detail),
		Next:    a.next,
		Links:   []view.Link{{Text: "Front page", URL: "/"}, {Text: "All papers", URL: "/search"}, {Text: "Help", URL: "/help"}},
	}
	switch {
	case p.Code == fault.TooLong && strings.HasPrefix(p.Detail, "q "):
		page.Detail = view.Sentence("the search" + strings.TrimPrefix(p.Detail, "q"))
	case p.Status == http.StatusNotFound:
		s.describeMissing(c, err, &page)
	case p.Status == http.StatusMethodNotAllowed:
		page.Detail = "This address only takes what a button or form sends."
	case p.Code == fault.BodyTooLarge:
		page.Detail = "What you sent is larger than this page takes."
		if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
			page.Detail = "What you sent is larger than " + figures.Bytes(tooLarge.Limit) + ", which is the limit here."
		}
		page.Links = append([]view.Link{{Text: "Limits", URL: "/help/limits"}}, page.Links...)
	case p.Status == http.StatusUnauthorized:
		page.Links = []view.Link{{Text: "Sign in", URL: "/sign-in"}}
	case p.Code == fault.UnknownHost:
		page.Links = nil
	case p.Status == http.StatusInternalServerError:
		page.Detail = "This is a problem with the server, not with anything you did."
		page.Next = "Load the page again. If it happens again, tell the person who runs this server the request number below, which is also in the log."
	}
	if p.Status >= http.StatusInternalServerError {
		page.RequestID = c.Response().Header().Get(echo.HeaderXRequestID)
	}
	page.frame = s.frame("error", page.Heading)
	page.Closed = p.Code == fault.UnknownHost || p.Status == http.StatusUnauthorized && s.options.Gate.Access.ReadsNeedKey()
	return page
}

// describeMissing says what was asked for and is not here, and offers to search for it.
func (s *site) describeMissing(c echo.Context, err error, page *errorPage) {
	if unknown, ok := errors.AsType[*profiles.UnknownError](err); ok {
		page.Next = ""
		page.unknownProfile(unknown)
		return
	}
	asked := c.Request().URL.Path
	if api.ProblemOf(err).Code == fault.NoSuchRoute {
		page.Heading = "Page not found"
		page.Detail = "There is no page at " + text.ClipWords(strings.ToValidUTF8(asked, "\uFFFD"), 120) + "."
		page.Next = "Check the address, search for what you need, or go on from one of these pages."
	}
	words := wordsOf(asked)
	if id, ok := strings.CutPrefix(asked, "/papers/"); ok && id != "" {
		page.Heading = "Paper not found"
		page.Detail = "No paper here has the id " + text.ClipWords(strings.ToValidUTF8(id, "\uFFFD"), 120) + "."
		page.Next = "Check the id, or search for the paper’s title."
		words = ""
		if page.Missing = s.missing(c, id); page.Missing != nil {
			page.Detail, page.Next = "", ""
		}
	}
	page.Find = &words
}

// wordsOf returns the words of the last part of a path, to search for; none if they are of no use.
func wordsOf(p string) string {
	last, err := url.PathUnescape(path.Base(strings.TrimSuffix(p, path.Ext(p))))
	if err != nil || !utf8.ValidString(last) || utf8.RuneCountInString(last) > 80 || strings.ContainsFunc(last, isNoWord) {
		return ""
	}
	words := strings.Join(strings.FieldsFunc(last, func(r rune) bool { return r == '-' || r == '_' || r == '+' || r == ' ' || r == '/' || r == '.' }), " ")
	if _, err := strconv.Atoi(words); err == nil {
		return ""
	}
	return words
}

// isNoWord reports whether a character shows that a path is no name of anything: control
// characters, and what addresses and programs are made of.
func isNoWord(r rune) bool { return r < ' ' || strings.ContainsRune("<>\"'`{}[]()$&;|=%?*\\:", r) }
