package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

func headersOnly(c echo.Context, mediaType string) error {
	c.Response().Header().Set(echo.HeaderContentType, mediaType)
	return c.NoContent(http.StatusOK)
}

// HeadOnly answers a HEAD of a page with its headers, without making the page.
func HeadOnly(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Method == http.MethodHead {
			return headersOnly(c, echo.MIMETextHTMLCharsetUTF8)
		}
		return next(c)
	}
}
