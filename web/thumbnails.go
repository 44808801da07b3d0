package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"paperboy/web/view"
)

// addThumbnails sets the thumbnails of hits.
func (s *site) addThumbnails(hits []view.Hit) {
	if s.options.Thumbnails == nil {
		return
	}
	for i := range hits {
		if t, ok := s.options.Thumbnails.Of(hits[i].ID); ok {
			hits[i].Thumbnail = &view.Thumbnail{URL: "/thumbnails/" + t.Name, Width: t.Width, Height: t.Height}
		}
	}
}

// thumbnail answers /thumbnails/{name}.
func (s *site) thumbnail(c echo.Context) error {
	picture, mediaType, err := s.options.Thumbnails.Read(c.Param("name"))
	if err != nil {
		return echo.ErrNotFound
	}
	header := c.Response().Header()
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	header.Set("X-Content-Type-Options", "nosniff")
	if header.Get("Cache-Control") == "" { // already set to private if reading needs a key
		header.Set("Cache-Control", "public, max-age=86400")
	}
	return c.Blob(http.StatusOK, mediaType, picture)
}
