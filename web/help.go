package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"paperboy/web/help"
	"paperboy/web/view"
)

// helpPage is a topic of the manual, or its front page.
type helpPage struct {
	frame
	Topic help.Page
	// Front is true for the front page.
	Front bool
	// Topics are links to all topics. The current one has no URL.
	Topics []view.Link
}

// help shows the topic in the address, or the front page without one.
func (s *site) help(c echo.Context) error {
	name := c.Param("topic")
	if name == "" {
		name = help.Index
	} else if name == help.Index {
		return c.Redirect(http.StatusMovedPermanently, s.manual.Pages[help.Index].URL())
	}
	topic, ok := s.manual.Pages[name]
	if !ok {
		return echo.ErrNotFound
	}
	title := topic.Title
	if name != help.Index {
		title += " · Help"
	}
	page := helpPage{frame: s.frame("help", title), Topic: topic, Front: name == help.Index}
	for _, name := range s.manual.Topics {
		entry := view.Link{Text: s.manual.Pages[name].Title, URL: s.manual.Pages[name].URL()}
		if name == topic.Name {
			entry.URL = ""
		}
		page.Topics = append(page.Topics, entry)
	}
	return s.render(c, http.StatusOK, "help", page)
}
