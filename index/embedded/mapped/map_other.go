//go:build !linux && !darwin && !freebsd

package mapped

import (
	"errors"
	"os"
)

// mapFile maps nothing here: a file that is mapped could not be removed.
func mapFile(*os.File, int64) (data []byte, unmap func(), err error) {
	return nil, nil, errors.ErrUnsupported
}
