/* unit_tree.h - is the tree of units sound?  Every unit stands where its edges say, and only under units that are there. */
#ifndef UNIT_TREE_H
#define UNIT_TREE_H

#include "base/ctx.h"

/* What is wrong, one problem each: field is the unit's code, the message says what to do.
 *   "tree.path"     the unit is found (and seen by its managers) elsewhere than under the unit that manages it
 *   "tree.edge"     no managing unit, or two at once, or an end before its beginning
 *   "tree.circle"   below itself; told of the one whose place in the circle cannot be right, and nothing of those that stand below
 *   "tree.left"     at work, though it has left the network
 *   "tree.closed"   at work under a unit that has ceased to be */
MUST_CHECK bool unit_tree_check(struct ctx *, struct problems *);

#endif
