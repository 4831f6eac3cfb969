/** The home page: scenes shown small. */

import { showPictures } from "./thumbnails";

showPictures();
