import { z } from 'zod'
import { conversation, conversationPage, conversationsQuery, newPost, post, uploadAnswer } from './conversation.schema.ts'
import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'
import { siteKey } from './id.schema.ts'

const READING = ['conversation_unknown'] as const
const SAYING = ['attachment_too_large', 'attachment_unknown', 'conversation_closed', 'post_id_reused', 'rate_limited', ...READING] as const

/** The shapes of the endpoints about conversations, their posts and their files. */
export const CONVERSATION_SHAPES = {
  postUpload: {
    summary: 'Take one file, before what it belongs to is sent; it is kept for 24 hours',
    query: z.strictObject({ site: siteKey.optional() }),
    body: 'form',
    answers: { 201: uploadAnswer },
    problems: ['attachment_refused', 'attachment_too_large', 'origin_unregistered', 'rate_limited', 'site_unknown'],
  },
  listOwnConversations: {
    summary: "The affiliate's conversations, the ones where something was said last first",
    query: conversationsQuery,
    answers: { 200: conversationPage },
    problems: [],
  },
  showOwnConversation: {
    summary: 'A conversation of the affiliate, by its id or the number of its request or order',
    answers: { 200: conversation },
    problems: [...READING],
  },
  postOwnPost: {
    summary: 'Say something in a conversation: 201 the first time an id is seen, 200 for each repeat; the others are told by mail',
    body: newPost,
    answers: { 200: post, 201: post },
    problems: ['affiliate_transition_refused', ...SAYING],
  },
  getOwnAttachment: {
    summary: "A file of one of the affiliate's conversations",
    answers: { 200: 'file' },
    problems: ['attachment_unknown'],
  },
  listConversations: {
    summary: 'All conversations, the ones where something was said last first',
    query: conversationsQuery,
    answers: { 200: conversationPage },
    problems: [],
  },
  showConversation: {
    summary: 'A conversation, by its id or the number of its request or order',
    answers: { 200: conversation },
    problems: [...READING],
  },
  postPost: {
    summary: 'Say something as the parent: 201 the first time an id is seen, 200 for each repeat; the others are told by mail',
    body: newPost,
    answers: { 200: post, 201: post },
    problems: [...SAYING],
  },
  closeConversation: {
    summary: 'Close a conversation: nothing more is said in it',
    answers: { 200: conversation },
    problems: [...READING],
  },
  reopenConversation: { summary: 'Open a closed conversation again', answers: { 200: conversation }, problems: [...READING] },
  getAttachment: { summary: 'A file of a conversation', answers: { 200: 'file' }, problems: ['attachment_unknown'] },
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
